import type { WebhookJson } from '@dapur/sdk'
import { Ellipsis, KeyRound, Pencil, Send, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Menu } from '../parts/menu.tsx'
import { Switch } from '../parts/switch.tsx'
import { tell } from '../record/notes.ts'
import { PingResult } from './ping-result.tsx'
import { pingWebhook, type PingJson } from './webhook-calls.ts'
import { webhookName } from './webhook-name.ts'

/** Events that are named in a line; the rest is a number. */
const SHOWN = 4

interface WebhookLineProps {
  webhook: WebhookJson
  /** Are the webhooks fixed from outside? */
  isFixed: boolean
  onToggle: (enabled: boolean) => void
  onEdit: () => void
  onRotate: () => void
  onRemove: () => void
  onDeliveries: () => void
}

/** One webhook: where it goes, what it tells, and what can be done with it. */
export function WebhookLine(props: WebhookLineProps): ReactNode {
  const { webhook, isFixed, onToggle, onEdit, onRotate, onRemove, onDeliveries } = props
  const messages = useMessages()
  const { webhooks } = messages
  const [ping, setPing] = useState<PingJson>()
  const [isBusy, setBusy] = useState(false)
  const { id, url, events, enabled } = webhook
  const name = webhookName(webhook)
  const send = async (): Promise<void> => {
    setBusy(true)
    setPing(undefined)
    try {
      setPing(await pingWebhook(id))
    } catch (error) {
      tell({ text: explain(error, messages), kind: 'wrong' })
    }
    setBusy(false)
  }
  const changing = [
    [
      { words: webhooks.edit, icon: Pencil, onSelect: onEdit },
      { words: webhooks.rotate, icon: KeyRound, onSelect: onRotate },
    ],
    [{ words: webhooks.remove, icon: Trash2, isDanger: true, onSelect: onRemove }],
  ]
  return (
    <li className="flex flex-col gap-3 border-b border-line py-4 first:border-t">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-56 grow basis-0">
          <h2 className="text-sm font-medium break-words">{name}</h2>
          <p className="mt-0.5 font-mono text-xs break-all text-text-3">{url}</p>
          <Events events={events} />
        </div>
        <div className="flex items-center gap-2">
          <Switch
            label={<span className="sr-only">{webhooks.toggle(name)}</span>}
            checked={enabled}
            disabled={isFixed}
            onChange={onToggle}
          />
          <Button onClick={onDeliveries} aria-label={webhooks.deliveriesOf(name)}>
            {webhooks.deliveries}
          </Button>
          <IconButton label={webhooks.test} aria-disabled={isBusy} onClick={() => void (isBusy || send())}>
            <Send size={15} strokeWidth={1.75} aria-hidden />
          </IconButton>
          {!isFixed && (
            <Menu groups={changing}>
              <IconButton label={webhooks.more(name)}>
                <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </Menu>
          )}
        </div>
      </div>
      {ping && <PingResult ping={ping} />}
    </li>
  )
}

function Events({ events }: { events: readonly string[] }): ReactNode {
  const { webhooks, common } = useMessages()
  const rest = events.length - SHOWN
  return (
    <p className="mt-2 flex min-w-0 flex-wrap gap-1.5">
      {events.slice(0, SHOWN).map((event) => (
        <Badge key={event}>{event === '*' ? webhooks.everything : event}</Badge>
      ))}
      {rest > 0 && <Badge>{common.more(rest)}</Badge>}
    </p>
  )
}
