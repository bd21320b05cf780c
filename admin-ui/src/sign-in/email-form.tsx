import type { FormEvent, ReactNode } from 'react'
import { explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { TextInput } from '../parts/text-input.tsx'
import type { SignIn } from './use-sign-in.ts'

interface EmailFormProps {
  signIn: SignIn
  /** The verb on the button. */
  submit: string
  onEmail: (email: string) => void
}

/** The address that something is to be sent to. */
export function EmailForm({ signIn, submit, onEmail }: EmailFormProps): ReactNode {
  const messages = useMessages()
  const { email, error, isBusy } = signIn
  const send = (event: FormEvent): void => {
    event.preventDefault()
    onEmail(email.trim())
  }
  return (
    <form onSubmit={send} className="flex flex-col gap-5" noValidate>
      <TextInput
        label={messages.common.email}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => signIn.setEmail(event.target.value)}
        problem={explainField(error, 'email', messages)}
        // The form has just taken the place of the one that the focus was in.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      <Button type="submit" look="primary" busy={isBusy} className="mt-1 h-9.5">
        {submit}
      </Button>
    </form>
  )
}
