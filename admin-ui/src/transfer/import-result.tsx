import type { Problem, ProblemTree } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { isProblem } from './is-problem.ts'
import type { ImportReport } from './send-import.ts'
import { translated } from '../translated.ts'

/** What a dry run, or the import itself, says: how many, which columns were left out, and what is wrong where. */
export function ImportResult({ report }: { report: ImportReport }): ReactNode {
  const messages = useMessages()
  const { grid } = messages
  const problems = Object.entries(report.rows).flatMap(([row, node]) => problemsIn(node, row, ''))
  const { created, updated, failed } = report
  return (
    <div className="flex flex-col gap-3">
      <Notice kind={failed > 0 ? 'danger' : 'ok'}>
        {failed > 0
          ? grid.importFails(failed)
          : report.isDryRun
            ? grid.importWould(created, updated)
            : grid.importDid(created, updated)}
      </Notice>
      {report.ignored.length > 0 && (
        <p className="text-sm break-words text-text-2">{grid.importIgnores(report.ignored.join(', '))}</p>
      )}
      {problems.length > 0 && (
        <ol className="flex max-h-64 flex-col overflow-y-auto rounded-control border border-line text-sm">
          {problems.map(({ row, field, problem }) => (
            <li
              key={`${row} ${field}`}
              className="grid grid-cols-[4.5rem_minmax(0,8rem)_minmax(0,1fr)] gap-3 border-b border-line px-3 py-1.5 last:border-0"
            >
              <span className="text-text-3 tabular-nums">{grid.row(row)}</span>
              <span className="truncate font-medium" title={field}>
                {field}
              </span>
              <span className="break-words text-danger">{translated(problem.message, messages.said)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

interface RowProblem {
  row: string
  field: string
  problem: Problem
}

function problemsIn(node: Problem | ProblemTree, row: string, field: string): RowProblem[] {
  if (isProblem(node)) return [{ row, field, problem: node }]
  return Object.entries(node).flatMap(([key, inner]) =>
    problemsIn(inner, row, field === '' ? key : `${field}.${key}`),
  )
}
