import { Search, X } from 'lucide-react'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import type { LogSearch } from '../operations/log-filter.ts'
import type { LogLevel } from '../operations/log-level.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Select } from '../parts/select.tsx'
import { useFormat } from '../use-format.ts'

interface LogSearchBarProps {
  search: LogSearch
  /** What the server says against the text. */
  error: unknown
  onSearch: (next: Partial<Record<'level' | 'text' | 'from' | 'to', string | undefined>>) => void
}

/** Words or an expression, a level, and the stretch of time that was marked in the chart. */
export function LogSearchBar({ search, error, onSearch }: LogSearchBarProps): ReactNode {
  const messages = useMessages()
  const { logs } = messages.operations
  const format = useFormat()
  const id = useId()
  const [text, setText] = useState(search.text ?? '')
  const isWrong = error !== undefined
  const apply = (event: FormEvent): void => {
    event.preventDefault()
    onSearch({ text: text.trim() || undefined })
  }
  const { from, to } = search
  return (
    <search className="shrink-0 px-4 pb-4 sm:px-6">
      <form onSubmit={apply} className="flex flex-wrap items-center gap-2">
        <div
          className={`flex min-w-60 grow items-center rounded-control border bg-surface-2 focus-within:outline-1 focus-within:outline-focus ${isWrong ? 'border-danger' : 'border-transparent focus-within:border-focus'}`}
        >
          <Search size={15} strokeWidth={1.75} className="ml-2.5 shrink-0 text-text-3" aria-hidden />
          <input
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-label={logs.search}
            aria-invalid={isWrong}
            aria-describedby={isWrong ? id : undefined}
            placeholder={logs.searchExample}
            autoCapitalize="off"
            autoComplete="off"
            spellCheck={false}
            className="h-8 min-w-0 grow bg-transparent px-2.5 font-mono text-sm outline-none placeholder:font-sans placeholder:text-text-3"
          />
          {text !== '' && (
            <IconButton
              label={logs.clear}
              onClick={() => (search.text === undefined ? setText('') : onSearch({ text: undefined }))}
              className="mr-0.5 size-7"
            >
              <X size={14} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
        </div>
        <Level level={search.level} onLevel={(level) => onSearch({ level })} />
        {from !== undefined && to !== undefined && (
          <Button onClick={() => onSearch({ from: undefined, to: undefined })} title={logs.clearRange}>
            <span className="tabular-nums">{logs.between(format.clock(from), format.clock(to))}</span>
            <X size={14} strokeWidth={1.75} aria-label={logs.clearRange} />
          </Button>
        )}
      </form>
      {isWrong && (
        <p id={id} role="alert" className="mt-1.5 text-xs text-danger">
          {explain(error, messages)}
        </p>
      )}
    </search>
  )
}

type Offered = Exclude<LogLevel, 'debug'> | 'any'

interface LevelProps {
  level: LogLevel | undefined
  onLevel: (level: LogLevel | undefined) => void
}

function Level({ level, onLevel }: LevelProps): ReactNode {
  const { logs } = useMessages().operations
  const { info, warning, error } = logs.fromLevel
  return (
    <Select<Offered>
      aria-label={logs.level}
      value={level === undefined || level === 'debug' ? 'any' : level}
      options={[
        ['any', logs.anyLevel],
        ['info', info],
        ['warning', warning],
        ['error', error],
      ]}
      onPick={(picked) => onLevel(picked === 'any' ? undefined : picked)}
      className="w-48 max-sm:w-full"
    />
  )
}
