import type { SettingsJson, WebhookJson } from '@dapur/sdk'
import { Plus, Webhook } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Notice } from '../parts/notice.tsx'
import { Question } from '../record/question.tsx'
import { DeliveriesSheet } from './deliveries-sheet.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { useWebhooks } from './use-webhooks.ts'
import { webhooksIn } from './webhook-calls.ts'
import { WebhookEditor } from './webhook-editor.tsx'
import { WebhookLine } from './webhook-line.tsx'
import { webhookName } from './webhook-name.ts'

/** What is open above the list. */
type Open =
  | { readonly what: 'new' }
  | { readonly what: 'edit' | 'rotate' | 'remove' | 'deliveries'; readonly webhook: WebhookJson }

/** The page of the webhooks: who is told of which changes. */
export function WebhooksSettings({ stored }: { stored: SettingsJson }): ReactNode {
  const { webhooks, settings } = useMessages()
  const list = webhooksIn(stored)
  const fixedBy = stored.dapur?.fixed?.['dapur.webhooks']
  const [open, setOpen] = useState<Open>()
  const close = (): void => setOpen(undefined)
  const { secret, forgetSecret, isBusy, create, edit, toggle, remove, rotate } = useWebhooks(close)
  const openFor = (what: Exclude<Open['what'], 'new'>, webhook: WebhookJson) => () =>
    setOpen({ what, webhook })
  return (
    <section className="flex max-w-170 flex-col gap-5">
      <div className="flex flex-wrap items-start gap-4">
        <p className="min-w-56 grow basis-0 text-sm text-pretty text-text-2">{webhooks.lead}</p>
        {list.length > 0 && fixedBy === undefined && <AddButton onClick={() => setOpen({ what: 'new' })} />}
      </div>
      {fixedBy !== undefined && <Notice kind="info">{settings.fixed(fixedBy)}</Notice>}
      {list.length === 0 && (
        <EmptyState icon={Webhook} title={webhooks.emptyTitle} lead={webhooks.emptyLead}>
          {fixedBy === undefined && <AddButton onClick={() => setOpen({ what: 'new' })} />}
        </EmptyState>
      )}
      <ul>
        {list.map((webhook) => (
          <WebhookLine
            key={webhook.id}
            webhook={webhook}
            isFixed={fixedBy !== undefined}
            onToggle={(enabled) => void toggle(webhook.id, enabled)}
            onEdit={openFor('edit', webhook)}
            onRotate={openFor('rotate', webhook)}
            onRemove={openFor('remove', webhook)}
            onDeliveries={openFor('deliveries', webhook)}
          />
        ))}
      </ul>
      {open?.what === 'new' && (
        <WebhookEditor webhook={undefined} place={list.length} onSave={create} onClose={close} />
      )}
      {open?.what === 'edit' && (
        <WebhookEditor
          webhook={open.webhook}
          place={list.findIndex(({ id }) => id === open.webhook.id)}
          onSave={(draft) => edit(open.webhook.id, draft)}
          onClose={close}
        />
      )}
      {open?.what === 'rotate' && (
        <Question
          title={webhooks.rotateTitle}
          confirm={webhooks.rotate}
          busy={isBusy}
          onConfirm={() => void rotate(open.webhook.id)}
          onCancel={close}
        >
          {webhooks.rotateLead}
        </Question>
      )}
      {open?.what === 'remove' && (
        <Question
          title={webhooks.removeTitle(webhookName(open.webhook))}
          confirm={webhooks.remove}
          isDanger
          busy={isBusy}
          onConfirm={() => void remove(open.webhook.id)}
          onCancel={close}
        >
          {webhooks.removeLead}
        </Question>
      )}
      {open?.what === 'deliveries' && <DeliveriesSheet webhook={open.webhook} onClose={close} />}
      {secret !== undefined && <SecretDialog secret={secret} onClose={forgetSecret} />}
    </section>
  )
}

function AddButton({ onClick }: { onClick: () => void }): ReactNode {
  const { webhooks } = useMessages()
  return (
    <Button look="primary" onClick={onClick}>
      <Plus size={15} strokeWidth={1.75} aria-hidden />
      {webhooks.add}
    </Button>
  )
}
