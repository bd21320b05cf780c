import type { SettingsJson, WebhookJson } from '@dapur/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { tell } from '../record/notes.ts'
import { settingsQuery } from '../settings/settings-calls.ts'
import { changeWebhooks, webhooksIn } from './webhook-calls.ts'
import type { WebhookDraft } from './webhook-editor.tsx'

type Change = Parameters<typeof changeWebhooks>[0]

/** What can be done to the webhooks, and the secret that came of it. */
export interface WebhookDeeds {
  /** The one that was made just now; undefined once it was looked at. */
  readonly secret: string | undefined
  readonly forgetSecret: () => void
  readonly isBusy: boolean
  /** Throws what the server says where it refuses. */
  readonly create: (draft: WebhookDraft) => Promise<void>
  readonly edit: (id: string, draft: WebhookDraft) => Promise<void>
  readonly toggle: (id: string, enabled: boolean) => Promise<void>
  readonly remove: (id: string) => Promise<void>
  readonly rotate: (id: string) => Promise<void>
}

/** Changes the webhooks of the server; `onDone` after each that it takes. */
export function useWebhooks(onDone: () => void): WebhookDeeds {
  const messages = useMessages()
  const { webhooks } = messages
  const queries = useQueryClient()
  const [secret, setSecret] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const send = async (change: Change, said?: string): Promise<void> => {
    const answered = await changeWebhooks(change)
    const made = webhooksIn(answered).find((webhook) => webhook.secret !== undefined)?.secret
    queries.setQueryData(settingsQuery.queryKey, withoutSecrets(answered))
    if (made !== undefined) setSecret(made)
    if (said !== undefined) tell({ text: said, kind: 'done' })
    onDone()
  }
  const tryTo = async (change: Change, said?: string): Promise<void> => {
    setBusy(true)
    try {
      await send(change, said)
    } catch (refusal) {
      tell({ text: explain(refusal, messages), kind: 'wrong' })
    }
    setBusy(false)
  }
  const on =
    (id: string, part: Partial<WebhookJson>): Change =>
    (list) =>
      list.map((webhook) => (webhook.id === id ? { ...webhook, ...part } : webhook))
  return {
    secret,
    forgetSecret: () => setSecret(undefined),
    isBusy,
    create: (draft) => send((list) => [...list, draft]),
    edit: (id, draft) => send(on(id, draft), webhooks.saved),
    toggle: (id, enabled) => tryTo(on(id, { enabled })),
    remove: (id) => tryTo((list) => list.filter((webhook) => webhook.id !== id), webhooks.removed),
    rotate: (id) => tryTo(on(id, { secret: '' })),
  }
}

/** What is kept in memory has no secret in it. */
function withoutSecrets(settings: SettingsJson): SettingsJson {
  const { dapur } = settings
  if (!dapur?.webhooks) return settings
  const shown = dapur.webhooks.map(({ secret: _, ...webhook }) => webhook)
  return { ...settings, dapur: { ...dapur, webhooks: shown } }
}
