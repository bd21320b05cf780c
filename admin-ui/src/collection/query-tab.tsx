import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain } from '../explain.ts'
import { TypeIcon } from '../fields/type-icon.tsx'
import { toText } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { SqlEditor } from '../sql/sql-editor.tsx'
import { Notice } from '../parts/notice.tsx'
import { Table, TableCell, TableRow } from '../parts/table.tsx'
import { collectionsQuery } from '../queries.ts'
import { useLate } from '../use-late.ts'
import { viewQuery } from './collection-queries.ts'
import type { CollectionForm } from './use-collection-draft.ts'
import type { ProblemOf } from './use-problems.ts'

/** The query of a view, and some of the records that it gives. */
export function QueryTab({ form, problemOf }: { form: CollectionForm; problemOf: ProblemOf }): ReactNode {
  const messages = useMessages()
  const { collection } = messages
  const query = toText(form.draft['viewQuery'] ?? '')
  const late = useLate(query, 400)
  const { data, error, refetch } = useQuery(viewQuery(late))
  const { data: collections = [] } = useQuery(collectionsQuery)
  const tables = Object.fromEntries(
    collections.map(({ name, fields }) => [name, fields.map((field) => field.name)]),
  )
  const problem = problemOf('viewQuery') ?? problemOf('fields')
  return (
    <div className="flex max-w-240 flex-col gap-4 p-4 sm:p-6">
      <SqlEditor
        text={query}
        label={collection.query}
        hint="SELECT id, name FROM dishes"
        tables={tables}
        onChange={(text) => form.set({ viewQuery: text })}
        onRun={() => void refetch()}
      />
      <p className="text-xs text-text-3">{collection.queryHelp}</p>
      {problem !== undefined && <Notice kind="danger">{problem}</Notice>}
      {error && problem === undefined && <Notice kind="danger">{explain(error, messages)}</Notice>}
      {data && !error && (
        <section className="flex min-w-0 flex-col gap-3">
          <h2 className="text-sm font-medium">{collection.sample(data.sample.length)}</h2>
          <div className="flex flex-wrap gap-1.5">
            {data.fields.map(({ name, type }) => (
              <span
                key={name}
                className="inline-flex h-6 items-center gap-1.5 rounded-full border border-line px-2.5 text-xs"
              >
                <TypeIcon type={type} size={12} />
                {name}
              </span>
            ))}
          </div>
          {data.sample.length > 0 && (
            <Table
              label={collection.sample(data.sample.length)}
              heads={data.fields.map(({ name }) => ({ words: name }))}
            >
              {data.sample.map((record) => (
                <TableRow key={record.id}>
                  {data.fields.map(({ name }) => (
                    <TableCell key={name} className="max-w-70 truncate">
                      {lineOf(record[name])}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </Table>
          )}
        </section>
      )}
    </div>
  )
}

function lineOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : toText(value ?? '')
}
