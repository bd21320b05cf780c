import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { LinkForm } from '../parts/link-form.tsx'

/**
 * Shows that an address is somebody's (contract services.md §2.8). Not at once, but with a click: programs that look
 * at the links in mails open pages, too.
 */
export function ConfirmVerificationPage(): ReactNode {
  const { token = '' } = useParams({ strict: false })
  const { links } = useMessages()
  return (
    <LinkForm
      key={token}
      action="confirm-verification"
      token={token}
      title={links.verifyTitle}
      lead={({ email }) => links.verifyLead(email)}
      submit={links.verifySubmit}
      done={{ title: links.verifiedTitle, lead: links.verifiedLead }}
    />
  )
}
