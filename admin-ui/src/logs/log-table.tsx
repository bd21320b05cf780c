import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import type { LogEntry } from '../operations/log-entry.ts'
import { useFormat } from '../use-format.ts'
import { LevelBadge } from './level-badge.tsx'
import { statusLook } from './status-look.ts'

interface LogTableProps {
  entries: readonly LogEntry[]
  openId: string | undefined
  isOld: boolean
  onOpen: (id: string) => void
}

/** The entries, one line each. The message of a line opens it. */
export function LogTable({ entries, openId, isOld, onOpen }: LogTableProps): ReactNode {
  const { columns } = useMessages().operations.logs
  return (
    <table className={clsx('w-full table-fixed text-sm', isOld && 'opacity-60')}>
      <thead className="sticky top-0 z-1 bg-surface-1 text-left text-xs text-text-3">
        <tr className="h-9 shadow-[inset_0_-1px_0_var(--line)]">
          <th className="w-44 pl-4 font-medium max-sm:w-28 sm:pl-6">{columns.created}</th>
          <th className="w-28 font-medium max-sm:hidden">{columns.level}</th>
          <th className="font-medium">{columns.message}</th>
          <th className="w-18 text-right font-medium max-sm:w-14 max-sm:pr-4">{columns.status}</th>
          <th className="w-26 pr-6 text-right font-medium max-sm:hidden">{columns.duration}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <LogLine key={entry.id} entry={entry} isOpen={entry.id === openId} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  )
}

interface LogLineProps {
  entry: LogEntry
  isOpen: boolean
  onOpen: (id: string) => void
}

function LogLine({ entry, isOpen, onOpen }: LogLineProps): ReactNode {
  const format = useFormat()
  const { id, created, level, message, data } = entry
  const { status, execTime } = data
  return (
    // The whole line is a larger target for the pointer; the button in it is what the keyboard reaches.
    <tr
      onClick={() => onOpen(id)}
      className={clsx(
        'h-9 cursor-pointer border-b border-line',
        isOpen ? 'bg-accent-soft' : 'hover:bg-surface-2',
      )}
    >
      <td className="truncate pl-4 text-text-2 tabular-nums sm:pl-6">{format.clock(created)}</td>
      <td className="max-sm:hidden">
        <LevelBadge level={level} />
      </td>
      <td className="pr-4">
        <button
          type="button"
          title={message}
          className="block max-w-full truncate rounded-control text-left font-mono text-xs"
          onClick={(event) => {
            event.stopPropagation()
            onOpen(id)
          }}
        >
          {message}
        </button>
      </td>
      <td
        className={clsx(
          'text-right font-mono text-xs tabular-nums max-sm:pr-4',
          typeof status === 'number' && statusLook(status),
        )}
      >
        {typeof status === 'number' ? status : ''}
      </td>
      <td className="pr-6 text-right text-xs text-text-3 tabular-nums max-sm:hidden">
        {typeof execTime === 'number' ? format.span(execTime) : ''}
      </td>
    </tr>
  )
}
