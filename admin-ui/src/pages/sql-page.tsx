import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Clock, Database, Play } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Frame } from '../operations/frame.tsx'
import { changesData, runSql, type SqlAnswer } from '../operations/run-sql.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Notice } from '../parts/notice.tsx'
import { Switch } from '../parts/switch.tsx'
import { collectionsQuery } from '../queries.ts'
import { SqlHistory } from '../sql/sql-history-sheet.tsx'
import { readSqlHistory, rememberSql } from '../sql/sql-history.ts'
import { SqlResult } from '../sql/sql-result.tsx'

const Editor = lazy(async () => ({ default: (await import('../sql/sql-editor.tsx')).SqlEditor }))

const EXAMPLE = 'SELECT name, type, created FROM _collections ORDER BY name'

/** SQL on the data themselves. It reads unless changes are allowed. */
export function SqlPage(): ReactNode {
  const messages = useMessages()
  const { sql } = messages.operations
  const tables = useTables()
  const [history, setHistory] = useState(readSqlHistory)
  const [isHistoryOpen, setHistoryOpen] = useState(false)
  const [text, setText] = useState(() => history[0] ?? EXAMPLE)
  const console = useConsole((query) => setHistory(rememberSql(query)))
  const { data, error, isPending, isHeld } = console
  const run = (query: string): void => console.run(query.trim())
  return (
    <Frame
      title={sql.title}
      actions={
        <Button look="plain" onClick={() => setHistoryOpen(true)} className="-mr-2">
          <Clock size={15} strokeWidth={1.75} aria-hidden />
          {sql.history}
        </Button>
      }
    >
      <div className="shrink-0 px-4 pb-4 sm:px-6">
        <div className="min-h-34">
          <Suspense>
            <Editor
              text={text}
              label={sql.editor}
              hint={EXAMPLE}
              tables={tables}
              onChange={setText}
              onRun={run}
            />
          </Suspense>
        </div>
        <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button look="primary" busy={isPending} onClick={() => run(text)}>
            <Play size={13} strokeWidth={2} aria-hidden />
            {isPending ? sql.running : sql.run}
          </Button>
          <span className="text-xs text-text-3 max-sm:hidden">{sql.shortcut}</span>
          <span className="grow" />
          <Switch label={sql.allow} checked={console.mayChange} onChange={console.allowChanges} />
        </div>
        {isHeld && <Refusal>{sql.held}</Refusal>}
        {error !== null && (
          <Refusal>
            <span className="font-mono text-xs whitespace-pre-wrap">{explain(error, messages)}</span>
          </Refusal>
        )}
      </div>
      {data && !isHeld ? (
        <SqlResult answer={data} />
      ) : (
        error === null &&
        !isHeld && <EmptyState icon={Database} title={sql.emptyTitle} lead={sql.emptyLead} />
      )}
      {isHistoryOpen && (
        <SqlHistory
          queries={history}
          onChange={setHistory}
          onPick={(query) => {
            setText(query)
            setHistoryOpen(false)
          }}
          onClose={() => setHistoryOpen(false)}
        />
      )}
    </Frame>
  )
}

function Refusal({ children }: { children: ReactNode }): ReactNode {
  return (
    <div className="mt-3">
      <Notice kind="danger">{children}</Notice>
    </div>
  )
}

interface Console {
  data: SqlAnswer | undefined
  error: unknown
  isPending: boolean
  mayChange: boolean
  /** Was the last query not run, because it would change data? */
  isHeld: boolean
  run: (query: string) => void
  allowChanges: (allowed: boolean) => void
}

/** Runs queries, and holds those back that would change data while that is not allowed. */
function useConsole(onRun: (query: string) => void): Console {
  const queries = useQueryClient()
  const [mayChange, setMayChange] = useState(false)
  const [isHeld, setHeld] = useState(false)
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: runSql,
    // Collections and records may be others now.
    onSuccess: (_answer, query) => changesData(query) && queries.invalidateQueries(),
  })
  const run = (query: string): void => {
    if (query === '' || isPending) return
    const holds = changesData(query) && !mayChange
    setHeld(holds)
    if (holds) {
      reset()
      return
    }
    onRun(query)
    mutate(query)
  }
  const allowChanges = (allowed: boolean): void => {
    setMayChange(allowed)
    setHeld(false)
  }
  return { data, error, isPending, mayChange, isHeld, run, allowChanges }
}

/** What can be completed: collections are tables, and so are the platform's own. */
function useTables(): Readonly<Record<string, readonly string[]>> {
  const { data: collections } = useQuery(collectionsQuery)
  return useMemo(
    () => ({
      _collections: ['id', 'name', 'type', 'system', 'fields', 'indexes', 'created', 'updated'],
      ...Object.fromEntries(
        (collections ?? []).map(({ name, fields }) => [name, fields.map((field) => field.name)]),
      ),
    }),
    [collections],
  )
}
