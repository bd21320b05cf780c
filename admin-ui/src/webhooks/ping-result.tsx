import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { useFormat } from '../use-format.ts'
import type { PingJson } from './webhook-calls.ts'
import { translated } from '../translated.ts'

/** What came of a ping, in a sentence. */
export function PingResult({ ping }: { ping: PingJson }): ReactNode {
  const { webhooks, said } = useMessages()
  const format = useFormat()
  const { ok, status, error, duration } = ping
  const time = format.span(duration)
  if (status === null) return <Notice kind="danger">{webhooks.notReached(translated(error, said))}</Notice>
  return (
    <Notice kind={ok ? 'ok' : 'danger'}>
      {ok ? webhooks.pinged(status, time) : webhooks.refused(status, time)}
    </Notice>
  )
}
