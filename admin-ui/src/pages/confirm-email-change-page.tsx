import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { LinkForm, type LinkInputsProps } from '../parts/link-form.tsx'
import { TextInput } from '../parts/text-input.tsx'

const fields = ['password']

/** Gives an account its new address, with the link of a mail and the password (contract services.md §2.8). */
export function ConfirmEmailChangePage(): ReactNode {
  const { token = '' } = useParams({ strict: false })
  const { links } = useMessages()
  return (
    <LinkForm
      key={token}
      action="confirm-email-change"
      token={token}
      title={links.changeTitle}
      lead={({ newEmail }) => links.changeLead(newEmail)}
      submit={links.changeSubmit}
      done={{ title: links.changedTitle, lead: links.changedLead }}
      fields={fields}
      inputs={PasswordInput}
    />
  )
}

function PasswordInput({ problemOf }: LinkInputsProps): ReactNode {
  const { common } = useMessages()
  return (
    <TextInput
      label={common.password}
      name="password"
      type="password"
      autoComplete="current-password"
      problem={problemOf('password')}
      // This form is all that there is to do here.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
    />
  )
}
