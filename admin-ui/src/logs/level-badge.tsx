import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { levelOf } from '../operations/log-level.ts'

const looks = { debug: 'text-text-3', info: 'text-text-2', warning: 'text-warn', error: 'text-danger' }

/** The level of an entry: a dot and the word. */
export function LevelBadge({ level }: { level: number }): ReactNode {
  const { logs } = useMessages().operations
  const name = levelOf(level)
  return (
    <span className={clsx('inline-flex items-center gap-1.5 text-xs whitespace-nowrap', looks[name])}>
      <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-current" />
      {logs.levels[name]}
    </span>
  )
}
