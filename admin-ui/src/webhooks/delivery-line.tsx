import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { useFormat } from '../use-format.ts'
import type { DeliveryJson } from './webhook-calls.ts'
import { translated } from '../translated.ts'

const looks = { waiting: 'info', delivered: 'ok', dead: 'danger' } as const

/** One delivery: what it tells, how it stands, and what the endpoint said the last time. */
export function DeliveryLine({
  delivery,
  onRetry,
}: {
  delivery: DeliveryJson
  onRetry: () => void
}): ReactNode {
  const { webhooks, said } = useMessages()
  const format = useFormat()
  const { type, seq, status, attempts, answer, error, duration, attempted, created, next } = delivery
  const when = attempted === '' ? created : attempted
  const facts = [
    attempts > 0 ? webhooks.tries(attempts) : '',
    // Else the error says it.
    answer === null || error !== '' ? '' : String(answer),
    duration === null ? '' : format.span(duration),
    status === 'waiting' && attempts > 0 ? webhooks.next(format.ago(next)) : '',
  ]
  return (
    <li className="flex items-start gap-3 border-b border-line py-3">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 font-mono text-xs break-all">
            {type} <span className="text-text-3">#{seq}</span>
          </span>
          <Badge look={looks[status]}>{webhooks.statuses[status]}</Badge>
        </p>
        <p className="mt-1 text-xs text-text-3 tabular-nums" title={format.moment(when)}>
          {[format.clock(when), ...facts].filter((fact) => fact !== '').join(' · ')}
        </p>
        {error !== '' && <p className="mt-1 text-xs break-words text-danger">{translated(error, said)}</p>}
      </div>
      <Button look="plain" onClick={onRetry} aria-label={webhooks.retryOf(type, seq)}>
        {webhooks.retry}
      </Button>
    </li>
  )
}
