import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { LinkForm, type LinkInputsProps } from '../parts/link-form.tsx'
import { TextInput } from '../parts/text-input.tsx'

const fields = ['password', 'passwordConfirm']

/** Chooses a new password with the link of a mail (contract services.md §2.8). */
export function ConfirmPasswordResetPage(): ReactNode {
  const { token = '' } = useParams({ strict: false })
  const { links } = useMessages()
  return (
    <LinkForm
      key={token}
      action="confirm-password-reset"
      token={token}
      title={links.resetTitle}
      lead={({ email }) => links.resetLead(email)}
      submit={links.resetSubmit}
      done={{ title: links.resetDoneTitle, lead: links.resetDoneLead }}
      fields={fields}
      inputs={PasswordInputs}
    />
  )
}

function PasswordInputs({ problemOf }: LinkInputsProps): ReactNode {
  const { links } = useMessages()
  return (
    <>
      <TextInput
        label={links.resetNew}
        name="password"
        type="password"
        autoComplete="new-password"
        problem={problemOf('password')}
        // This form is all that there is to do here.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      <TextInput
        label={links.resetRepeat}
        name="passwordConfirm"
        type="password"
        autoComplete="new-password"
        problem={problemOf('passwordConfirm')}
      />
    </>
  )
}
