import type { FormEvent, ReactNode } from 'react'
import { explainField } from '../explain.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { TextInput } from '../parts/text-input.tsx'
import type { SignIn } from './use-sign-in.ts'

interface CodeFormProps {
  signIn: SignIn
  label: string
  hint: string
  /** What the server calls the code in its answer. */
  field: 'code' | 'password'
  /** Only digits? A recovery code has letters, too. */
  isNumeric: boolean
  onCode: (code: string) => void
}

/** A code that was sent, or that an app shows. */
export function CodeForm({ signIn, label, hint, field, isNumeric, onCode }: CodeFormProps): ReactNode {
  const messages = useMessages()
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    onCode(textOf(new FormData(event.currentTarget), 'code').replaceAll(/\s/g, ''))
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5" noValidate>
      <TextInput
        label={label}
        hint={hint}
        name="code"
        type="text"
        inputMode={isNumeric ? 'numeric' : 'text'}
        autoComplete="one-time-code"
        spellCheck={false}
        problem={explainField(signIn.error, field, messages)}
        // The form has just taken the place of the one that the focus was in.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      <Button type="submit" look="primary" busy={signIn.isBusy} className="mt-1 h-9.5">
        {messages.signIn.submit}
      </Button>
    </form>
  )
}
