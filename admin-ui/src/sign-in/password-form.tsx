import type { FormEvent, ReactNode } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { explainField } from '../explain.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { TextInput } from '../parts/text-input.tsx'
import type { SignIn } from './use-sign-in.ts'

/** An address and its password. */
export function PasswordForm({ signIn }: { signIn: SignIn }): ReactNode {
  const messages = useMessages()
  const { email, error, isBusy } = signIn
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const password = textOf(new FormData(event.currentTarget), 'password')
    void signIn.prove((options) =>
      dapur.collection(SUPERUSERS).signIn({ email: email.trim(), password }, options),
    )
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5" noValidate>
      <TextInput
        label={messages.common.email}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => signIn.setEmail(event.target.value)}
        problem={explainField(error, 'identity', messages)}
        // Signing in is all that there is to do here; an address that is known leaves the password.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={email === ''}
      />
      <TextInput
        label={messages.common.password}
        name="password"
        type="password"
        autoComplete="current-password"
        problem={explainField(error, 'password', messages)}
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={email !== ''}
      />
      <Button type="submit" look="primary" busy={isBusy} className="mt-1 h-9.5">
        {messages.signIn.submit}
      </Button>
    </form>
  )
}
