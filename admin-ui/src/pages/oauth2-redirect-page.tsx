import { type ReactNode, useEffect } from 'react'
import { useMessages } from '../language.ts'
import { Entrance } from '../parts/entrance.tsx'
import { Notice } from '../parts/notice.tsx'

/** After a sign-in by another service: the app has what it needs (contract services.md §2.5). */
export function OAuth2SuccessPage(): ReactNode {
  const { links } = useMessages()
  // A window that the app has opened goes away by itself; others may not be closed.
  useEffect(() => window.close(), [])
  return (
    <Entrance title={links.oauthDoneTitle} lead={links.oauthDoneLead}>
      <Notice kind="ok">{links.closeWindow}</Notice>
    </Entrance>
  )
}

/** The same when nobody waits for the answer any more, or the other service has given none. */
export function OAuth2FailurePage(): ReactNode {
  const { links } = useMessages()
  return (
    <Entrance title={links.oauthFailedTitle} lead={links.oauthFailedLead}>
      <Notice kind="danger">{links.oauthFailedHint}</Notice>
    </Entrance>
  )
}
