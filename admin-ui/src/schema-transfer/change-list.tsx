import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Badge } from '../parts/badge.tsx'
import type { CollectionChange } from './import-changes.ts'
import type { ValueChange } from './value-changes.ts'

const looks = { added: 'ok', changed: 'info', removed: 'danger' } as const

/** What an import would do, collection by collection, and value by value where one changes. */
export function ChangeList({ changes }: { changes: readonly CollectionChange[] }): ReactNode {
  const { transfer } = useMessages().settings
  return (
    <ul aria-label={transfer.changes} className="flex flex-col gap-2">
      {changes.map(({ kind, name, changes: inside }) => (
        <li key={`${kind} ${name}`} className="min-w-0 rounded-control border border-line px-3.5 py-2.5">
          <p className="flex items-start gap-3 text-sm font-medium">
            <span className="min-w-0 grow break-words">{name}</span>
            <Badge look={looks[kind]}>{transfer.kinds[kind]}</Badge>
          </p>
          {inside.length > 0 && (
            <ul className="mt-2 flex flex-col gap-1.5 border-t border-line pt-2">
              {inside.map((change) => (
                <Line key={JSON.stringify(change)} change={change} />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

function Line({ change }: { change: ValueChange }): ReactNode {
  const { transfer } = useMessages().settings
  const { kind, path } = change
  return (
    <li className="grid gap-x-4 text-xs leading-5 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <span className="break-words text-text-2">
        <span className="sr-only">{transfer.kinds[kind]}: </span>
        {path}
      </span>
      <span className="min-w-0 font-mono break-words whitespace-pre-wrap">
        {'before' in change && <del className="text-danger">{shown(change.before)}</del>}
        {'before' in change && 'after' in change && <span aria-hidden> → </span>}
        {'after' in change && <ins className="text-ok no-underline">{shown(change.after)}</ins>}
      </span>
    </li>
  )
}

/** A text as it is, so that a rule can be read; what is empty is seen as such. */
function shown(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  return JSON.stringify(value) ?? ''
}
