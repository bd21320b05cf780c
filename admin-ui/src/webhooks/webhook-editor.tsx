import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Notice } from '../parts/notice.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { EventPicker } from './event-picker.tsx'
import { webhookName } from './webhook-name.ts'
import type { WebhookJson } from '@dapur/sdk'

/** What is typed of a webhook. */
export type WebhookDraft = Pick<WebhookJson, 'name' | 'url' | 'events'>

interface WebhookEditorProps {
  /** Undefined for a new one. */
  webhook: WebhookJson | undefined
  /** Its place in the list, by which the server names problems. */
  place: number
  /** Throws what the server says where it refuses. */
  onSave: (draft: WebhookDraft) => Promise<void>
  onClose: () => void
}

/** Makes a webhook, or changes one. */
export function WebhookEditor({ webhook, place, onSave, onClose }: WebhookEditorProps): ReactNode {
  const messages = useMessages()
  const { webhooks } = messages
  const form = useId()
  const [draft, setDraft] = useState<WebhookDraft>(webhook ?? { name: '', url: '', events: [] })
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const problemAt = (key: string): string | undefined =>
    explainField(error, `dapur.webhooks.${place}.${key}`, messages)
  const eventProblem = [problemAt('events'), ...draft.events.map((_, at) => problemAt(`events.${at}`))].find(
    (problem) => problem !== undefined,
  )
  const isPlaced = [problemAt('name'), problemAt('url'), eventProblem].some((it) => it !== undefined)
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      await onSave({ name: draft.name.trim(), url: draft.url.trim(), events: draft.events })
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={webhook ? webhooks.editTitle(webhookName(webhook)) : webhooks.newTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{webhooks.cancel}</Button>
          <Button type="submit" form={form} look="primary" busy={isBusy}>
            {webhook ? webhooks.save : webhooks.create}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-5">
        {error !== undefined && !isPlaced && <Notice kind="danger">{explain(error, messages)}</Notice>}
        <TextInput
          label={webhooks.url}
          hint={webhooks.urlHelp}
          problem={problemAt('url')}
          type="url"
          placeholder="https://"
          autoComplete="off"
          spellCheck={false}
          value={draft.url}
          onChange={(event) => setDraft({ ...draft, url: event.target.value })}
        />
        <TextInput
          label={webhooks.name}
          hint={webhooks.nameHelp}
          problem={problemAt('name')}
          autoComplete="off"
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
        <EventPicker
          events={draft.events}
          problem={eventProblem}
          onChange={(events) => setDraft({ ...draft, events })}
        />
      </form>
    </Dialog>
  )
}
