import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { SUPERUSERS } from '../dapur.ts'
import { explain, explainField } from '../explain.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Notice } from '../parts/notice.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { collectionsQuery } from '../queries.ts'
import { tell } from '../record/notes.ts'
import { sendRecord } from '../record/send-record.ts'
import type { Superuser } from './superusers-query.ts'

interface SuperuserDialogProps {
  /** Whose password is changed; undefined makes a new superuser. */
  superuser: Superuser | undefined
  onClose: () => void
}

/** Makes a superuser, or gives one another password. */
export function SuperuserDialog({ superuser, onClose }: SuperuserDialogProps): ReactNode {
  const messages = useMessages()
  const { superusers, editor, install, links } = messages
  const queries = useQueryClient()
  const { data: collections = [] } = useQuery(collectionsQuery)
  const collection = collections.find(({ name }) => name === SUPERUSERS)
  const id = useId()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const problemOf = (field: string): string | undefined => explainField(error, field, messages)
  const isPlaced = ['email', 'password', 'passwordConfirm'].some((field) => problemOf(field) !== undefined)

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (!collection) return
    const form = new FormData(event.currentTarget)
    const email = superuser?.email ?? textOf(form, 'email').trim()
    const secret = { password: textOf(form, 'password'), passwordConfirm: textOf(form, 'passwordConfirm') }
    setBusy(true)
    try {
      await sendRecord(queries, {
        collection,
        id: superuser?.id,
        body: superuser ? secret : { email, ...secret },
      })
      tell({ text: superuser ? superusers.passwordChanged(email) : superusers.created(email), kind: 'done' })
      onClose()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={superuser ? superusers.passwordTitle(superuser.email) : superusers.newTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{editor.cancel}</Button>
          <Button type="submit" form={id} look="primary" busy={isBusy}>
            {superuser ? superusers.changePassword : superusers.create}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
        <p className="text-sm text-pretty text-text-2">
          {superuser ? superusers.passwordLead : superusers.newLead}
        </p>
        {error !== undefined && !isPlaced && <Notice kind="danger">{explain(error, messages)}</Notice>}
        {!superuser && (
          <TextInput
            label={messages.common.email}
            name="email"
            type="email"
            autoComplete="off"
            problem={problemOf('email')}
          />
        )}
        <TextInput
          label={superuser ? links.resetNew : messages.common.password}
          name="password"
          type="password"
          autoComplete="new-password"
          hint={install.passwordHint}
          problem={problemOf('password')}
        />
        <TextInput
          label={superuser ? links.resetRepeat : install.repeat}
          name="passwordConfirm"
          type="password"
          autoComplete="new-password"
          problem={problemOf('passwordConfirm')}
        />
      </form>
    </Dialog>
  )
}
