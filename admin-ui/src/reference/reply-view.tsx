import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Badge } from '../parts/badge.tsx'
import { JsonText } from '../parts/json-text.tsx'
import type { Reply } from './ask-api.ts'

/** What the server answered: status, time, size, headers and body. */
export function ReplyView({ reply }: { reply: Reply }): ReactNode {
  const { reference } = useMessages()
  const { status, statusText, took, size, headers, body, isJson } = reply
  return (
    <section aria-live="polite" aria-label={reference.answerTitle} className="flex min-w-0 flex-col gap-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-text-3 tabular-nums">
        <Badge look={status < 400 ? 'ok' : 'danger'}>
          {status} {statusText}
        </Badge>
        <span>{reference.took(took)}</span>
        <span>{reference.size(size)}</span>
      </p>
      {size > 0 && (
        <section
          aria-label={reference.bodyTitle}
          // Long answers scroll, and a scroller has to be reachable by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="max-h-120 overflow-auto rounded-control border border-line bg-surface-0 p-3.5"
        >
          {isJson ? <JsonText value={body} /> : <Text body={body} />}
        </section>
      )}
      <details>
        <summary className="cursor-pointer rounded-control text-xs font-medium text-text-2">
          {reference.headers}
        </summary>
        <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono text-xs">
          {headers.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-text-3">{name}</dt>
              <dd className="break-all text-text-2">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  )
}

function Text({ body }: { body: unknown }): ReactNode {
  const { reference } = useMessages()
  if (typeof body !== 'string') return <p className="text-sm text-text-2">{reference.bytes}</p>
  return <pre className="font-mono text-xs leading-5 break-words whitespace-pre-wrap">{body}</pre>
}
