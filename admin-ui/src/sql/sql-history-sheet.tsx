import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { forgetSql } from './sql-history.ts'

interface SqlHistoryProps {
  queries: readonly string[]
  onPick: (query: string) => void
  onChange: (queries: string[]) => void
  onClose: () => void
}

/** The queries of before, to be taken again. */
export function SqlHistory({ queries, onPick, onChange, onClose }: SqlHistoryProps): ReactNode {
  const { common, operations } = useMessages()
  const { sql } = operations
  return (
    <Sheet label={sql.history} side="right" onClose={onClose}>
      <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line pr-3 pl-5">
        <h2 className="grow text-lg font-semibold">{sql.history}</h2>
        {queries.length > 0 && (
          <Button look="plain" onClick={() => onChange(forgetSql())}>
            {sql.forget}
          </Button>
        )}
        <IconButton label={common.close} onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </header>
      {queries.length === 0 ? (
        <EmptyState title={sql.noHistoryTitle} lead={sql.noHistoryLead} />
      ) : (
        <ul className="min-h-0 grow overflow-y-auto">
          {queries.map((query) => (
            <li key={query} className="border-b border-line">
              <button
                type="button"
                onClick={() => onPick(query)}
                className="block max-h-24 w-full overflow-hidden px-5 py-3 text-left font-mono text-xs break-words whitespace-pre-wrap hover:bg-surface-2 focus-visible:-outline-offset-2"
              >
                {query}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  )
}
