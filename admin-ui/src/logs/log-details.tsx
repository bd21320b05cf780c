import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import type { LogEntry } from '../operations/log-entry.ts'
import { JsonText } from '../parts/json-text.tsx'
import { useFormat } from '../use-format.ts'
import { LevelBadge } from './level-badge.tsx'
import { statusLook } from './status-look.ts'

/** What an entry says, one line a key; what is empty is left out. */
export function LogDetails({ entry }: { entry: LogEntry }): ReactNode {
  const { columns } = useMessages().operations.logs
  const format = useFormat()
  const { created, level, message, data } = entry
  const rest = Object.entries(data).filter(([, value]) => value !== '' && value !== null)
  return (
    <div className="px-5 py-5">
      <p className="font-mono text-sm break-words">{message}</p>
      <dl className="mt-5 text-sm">
        <Line name={columns.created}>
          <span className="tabular-nums">{format.moment(created)}</span>
          <span className="ml-2 text-text-3">{format.ago(created)}</span>
        </Line>
        <Line name={columns.level}>
          <LevelBadge level={level} />
        </Line>
        {rest.map(([name, value]) => (
          <Line key={name} name={name} isMono>
            <Value name={name} value={value} />
          </Line>
        ))}
      </dl>
    </div>
  )
}

interface LineProps {
  name: string
  isMono?: boolean
  children: ReactNode
}

function Line({ name, isMono = false, children }: LineProps): ReactNode {
  return (
    <div className="grid grid-cols-[112px_minmax(0,1fr)] gap-3 border-t border-line py-2">
      <dt className={clsx('text-text-3', isMono && 'font-mono text-xs leading-5')}>{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

function Value({ name, value }: { name: string; value: unknown }): ReactNode {
  const format = useFormat()
  if (name === 'status' && typeof value === 'number') {
    return <span className={clsx('font-mono text-xs tabular-nums', statusLook(value))}>{value}</span>
  }
  if (name === 'execTime' && typeof value === 'number') return format.span(value)
  if (typeof value === 'string') return <span className="font-mono text-xs whitespace-pre-wrap">{value}</span>
  return <JsonText value={value} />
}
