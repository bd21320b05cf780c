import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { explain } from '../explain.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { TextInput } from '../parts/text-input.tsx'

interface CodeDialogProps {
  title: string
  lead: string
  hint: string
  submit: string
  isDanger?: boolean
  /** What is done with the code; what it throws is said under the input. */
  onCode: (code: string) => Promise<unknown>
  onClose: () => void
  /** What stands above the input. */
  children?: ReactNode
}

/** Asks for a code of an authenticator app. */
export function CodeDialog(props: CodeDialogProps): ReactNode {
  const { title, lead, hint, submit, isDanger = false, onCode, onClose, children } = props
  const messages = useMessages()
  const { editor, signIn } = messages
  const id = useId()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const code = textOf(new FormData(event.currentTarget), 'code').replaceAll(/\s/g, '')
    setBusy(true)
    setError(undefined)
    try {
      await onCode(code)
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{editor.cancel}</Button>
          <Button type="submit" form={id} look={isDanger ? 'danger' : 'primary'} busy={isBusy}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={(event) => void send(event)} noValidate className="flex flex-col gap-4">
        <p className="text-sm text-pretty text-text-2">{lead}</p>
        {children}
        <TextInput
          label={signIn.appCode}
          hint={hint}
          name="code"
          inputMode="text"
          autoComplete="one-time-code"
          spellCheck={false}
          problem={error === undefined ? undefined : explain(error, messages)}
        />
      </form>
    </Dialog>
  )
}
