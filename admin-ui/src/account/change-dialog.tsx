import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { dapur } from '../dapur.ts'
import { explain, explainField } from '../explain.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Notice } from '../parts/notice.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { tell } from '../record/notes.ts'
import { changeSignIn, type SignInChange } from './change-sign-in.ts'

interface ChangeDialogProps {
  of: 'email' | 'password'
  onClose: () => void
}

/** Asks for a new address or a new password, and for the password of now. */
export function ChangeDialog({ of, onClose }: ChangeDialogProps): ReactNode {
  const messages = useMessages()
  const { account, mine, editor, links } = messages
  const navigate = useNavigate()
  const id = useId()
  const [error, setError] = useState<unknown>()
  const [isWrong, setWrong] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const fields = of === 'email' ? ['email'] : ['password', 'passwordConfirm']
  const problemOf = (field: string): string | undefined => explainField(error, field, messages)

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(undefined)
    try {
      const outcome = await changeSignIn(textOf(form, 'current'), changeIn(form, of))
      setWrong(outcome === 'wrong')
      if (outcome === 'wrong') return
      onClose()
      if (outcome === 'in') return tell({ text: mine.changed[of], kind: 'done' })
      // First away from the pages that need a session, as when somebody signs out.
      await navigate({ to: '/sign-in', search: { next: '/account', ended: 'changed' } })
      dapur.auth.clear()
    } catch (refusal) {
      setWrong(false)
      setError(refusal)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={mine.change[of]}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{editor.cancel}</Button>
          <Button type="submit" form={id} look="primary" busy={isBusy}>
            {mine.change[of]}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
        <p className="text-sm text-pretty text-text-2">{account.signOutLead}</p>
        {error !== undefined && fields.every((field) => problemOf(field) === undefined) && (
          <Notice kind="danger">{explain(error, messages)}</Notice>
        )}
        <TextInput
          label={mine.current}
          name="current"
          type="password"
          autoComplete="current-password"
          problem={isWrong ? mine.wrong : undefined}
        />
        {of === 'email' ? (
          <TextInput label={mine.newEmail} name="email" type="email" problem={problemOf('email')} />
        ) : (
          <>
            <TextInput
              label={links.resetNew}
              name="password"
              type="password"
              autoComplete="new-password"
              hint={messages.install.passwordHint}
              problem={problemOf('password')}
            />
            <TextInput
              label={links.resetRepeat}
              name="passwordConfirm"
              type="password"
              autoComplete="new-password"
              problem={problemOf('passwordConfirm')}
            />
          </>
        )}
      </form>
    </Dialog>
  )
}

function changeIn(form: FormData, of: 'email' | 'password'): SignInChange {
  if (of === 'email') return { email: textOf(form, 'email').trim() }
  return { password: textOf(form, 'password'), passwordConfirm: textOf(form, 'passwordConfirm') }
}
