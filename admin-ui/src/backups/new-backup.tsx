import { type FormEvent, type ReactNode, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { createBackup } from '../operations/backup-calls.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { TextInput } from '../parts/text-input.tsx'

/** Makes a backup, under a name where one is given. It stays open until the backup is there. */
export function NewBackup({ onDone, onClose }: { onDone: () => void; onClose: () => void }): ReactNode {
  const messages = useMessages()
  const { backups } = messages.operations
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const problem = explainField(error, 'name', messages)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const name = textOf(new FormData(event.currentTarget), 'name').trim()
    setBusy(true)
    setError(undefined)
    try {
      await createBackup(name === '' || name.endsWith('.zip') ? name : `${name}.zip`)
      onDone()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => void submit(event)}
      noValidate
      className="mx-4 mb-4 rounded-sheet border border-line bg-surface-0 p-4 sm:mx-6"
    >
      {error !== undefined && problem === undefined && (
        <div className="mb-3">
          <Notice kind="danger">{explain(error, messages)}</Notice>
        </div>
      )}
      <div className="flex flex-wrap items-start gap-3">
        <TextInput
          label={backups.name}
          name="name"
          hint={backups.nameHint}
          problem={problem}
          autoComplete="off"
          spellCheck={false}
          className="min-w-60 grow"
          // The form was just opened to be filled in.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
        />
        <div className="mt-6.5 flex gap-2">
          <Button type="submit" look="primary" busy={isBusy}>
            {isBusy ? backups.creating : backups.create}
          </Button>
          <Button look="plain" onClick={onClose}>
            {messages.common.close}
          </Button>
        </div>
      </div>
    </form>
  )
}
