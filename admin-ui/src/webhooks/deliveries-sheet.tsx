import type { WebhookJson } from '@dapur/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Inbox, RotateCw, Unplug, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Notice } from '../parts/notice.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { tell } from '../record/notes.ts'
import { useFormat } from '../use-format.ts'
import { DeliveryLine } from './delivery-line.tsx'
import { deliveriesQuery, retryDelivery } from './webhook-calls.ts'
import { webhookName } from './webhook-name.ts'

const PAGE = 30
/** The server gives no more at once. */
const MOST = 100

/** What was sent to a webhook and what waits, as it goes on. */
export function DeliveriesSheet({
  webhook,
  onClose,
}: {
  webhook: WebhookJson
  onClose: () => void
}): ReactNode {
  const messages = useMessages()
  const { webhooks } = messages
  const format = useFormat()
  const queries = useQueryClient()
  const [limit, setLimit] = useState(PAGE)
  const query = deliveriesQuery(webhook.id, limit)
  const { data, error, refetch } = useQuery(query)
  const retry = async (id: string): Promise<void> => {
    try {
      await retryDelivery(webhook.id, id)
      tell({ text: webhooks.retried, kind: 'done' })
    } catch (refusal) {
      tell({ text: explain(refusal, messages), kind: 'wrong' })
    }
    await queries.invalidateQueries({ queryKey: query.queryKey })
  }
  const title = webhooks.deliveriesOf(webhookName(webhook))
  const { totals } = data ?? {}
  return (
    <Sheet label={title} side="right" onClose={onClose}>
      <header className="flex shrink-0 items-center gap-1 border-b border-line py-2.5 pr-3 pl-5">
        <div className="min-w-0 grow">
          <h2 className="truncate text-sm font-medium">{title}</h2>
          {totals && (
            <p className="text-xs text-text-3 tabular-nums">
              {webhooks.totals(
                format.number(totals.waiting),
                format.number(totals.delivered),
                format.number(totals.dead),
              )}
            </p>
          )}
        </div>
        <IconButton label={messages.common.tryAgain} onClick={() => void refetch()}>
          <RotateCw size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton label={messages.common.close} onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </header>
      {data && data.missed !== '' && (
        <div className="px-5 pt-4">
          <Notice kind="danger">{webhooks.missed(format.moment(data.missed))}</Notice>
        </div>
      )}
      {data && data.items.length > 0 && (
        <ul className="min-h-0 grow overflow-y-auto px-5">
          {data.items.map((delivery) => (
            <DeliveryLine key={delivery.id} delivery={delivery} onRetry={() => void retry(delivery.id)} />
          ))}
          {data.next !== null && limit < MOST && (
            <li className="py-3">
              <Button look="plain" onClick={() => setLimit(MOST)}>
                {webhooks.older}
              </Button>
            </li>
          )}
        </ul>
      )}
      {data?.items.length === 0 && (
        <EmptyState icon={Inbox} title={webhooks.noneTitle} lead={webhooks.noneLead} />
      )}
      {!data && error && (
        <EmptyState icon={Unplug} title={webhooks.failedTitle} lead={explain(error, messages)} />
      )}
    </Sheet>
  )
}
