import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import type { SqlAnswer } from '../operations/run-sql.ts'
import { saveFile } from '../operations/save-file.ts'
import { Button } from '../parts/button.tsx'
import { useFormat } from '../use-format.ts'
import { toCsv } from './to-csv.ts'

/** More than this the server does not send. */
const MOST_ROWS = 1000

/** What a query has answered: its rows, or how many it has changed. */
export function SqlResult({ answer }: { answer: SqlAnswer }): ReactNode {
  const { sql } = useMessages().operations
  const format = useFormat()
  const { columns, rows, affectedRows, execTime } = answer
  const names = columns.map(({ name }) => name)
  const isRead = columns.length > 0
  return (
    <div className="flex min-h-0 grow flex-col border-t border-line">
      <div className="flex min-h-11 shrink-0 items-center gap-3 px-4 text-xs text-text-2 tabular-nums sm:px-6">
        <output className="grow">
          {isRead ? sql.rows(rows.length) : sql.changed(affectedRows)}
          {rows.length >= MOST_ROWS && `, ${sql.capped}`}
          <span className="text-text-3">{` · ${format.span(execTime)}`}</span>
        </output>
        {rows.length > 0 && (
          <Button
            look="plain"
            className="-mr-2 h-8"
            onClick={() => saveFile('result.csv', 'text/csv', toCsv(names, rows))}
          >
            <Download size={14} strokeWidth={1.75} aria-hidden />
            {sql.export}
          </Button>
        )}
      </div>
      {isRead && (
        // Wide results scroll, and a scroller has to be reachable by keyboard.
        <section
          aria-label={sql.result}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="min-h-0 grow overflow-auto border-t border-line"
        >
          <table className="min-w-full border-separate border-spacing-0 font-mono text-xs">
            <thead className="sticky top-0 bg-surface-0 text-left text-text-2">
              <tr className="h-8">
                {columns.map(({ name, type }, index) => (
                  <th
                    key={index}
                    scope="col"
                    className="border-b border-line px-3 font-medium whitespace-nowrap first:pl-4 sm:first:pl-6"
                  >
                    {name} <span className="font-normal text-text-3">{type.toLowerCase()}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => (
                <tr key={place} className="h-8 hover:bg-surface-2">
                  {row.map((value, index) => (
                    <td
                      key={index}
                      title={value ?? undefined}
                      className="max-w-90 truncate border-b border-line px-3 first:pl-4 sm:first:pl-6"
                    >
                      {value ?? <span className="text-text-3">null</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}
