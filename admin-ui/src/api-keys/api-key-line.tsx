import type { ApiKeyJson } from '@dapur/sdk/auth'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { collectionsQuery } from '../queries.ts'
import { useFormat } from '../use-format.ts'
import { actions } from './key-scope.ts'

/** One key: what it may do, how long, and when it was last seen. */
export function ApiKeyLine({ item, onRevoke }: { item: ApiKeyJson; onRevoke: () => void }): ReactNode {
  const { apiKeys } = useMessages()
  const format = useFormat()
  const { name, expires, created, lastUsed } = item
  const end = isPast(expires) ? apiKeys.ended : apiKeys.until
  const times = [
    expires === '' ? apiKeys.lasts : end(format.moment(expires)),
    apiKeys.made(format.moment(created)),
    lastUsed === '' ? apiKeys.unused : apiKeys.used(format.ago(lastUsed)),
  ]
  return (
    <li className="flex items-start gap-4 border-b border-line py-3.5 first:border-t">
      <div className="min-w-0 grow">
        <h3 className="text-sm font-medium break-words">{name}</h3>
        <Scopes scopes={item.scopes} />
        <p className="mt-1 text-xs text-pretty text-text-3 tabular-nums">{times.join(' · ')}</p>
      </div>
      <Button aria-label={apiKeys.revokeOf(name)} onClick={onRevoke}>
        {apiKeys.revoke}
      </Button>
    </li>
  )
}

/** The server keeps ids, so that a collection may be renamed. */
function Scopes({ scopes }: Pick<ApiKeyJson, 'scopes'>): ReactNode {
  const { apiKeys } = useMessages()
  const { data: collections = [] } = useQuery(collectionsQuery)
  const nameOf = (id: string): string => collections.find((known) => known.id === id)?.name ?? id
  const words =
    scopes === '*'
      ? [apiKeys.everything]
      : scopes.map((part) => {
          const ids = part.collections === '*' ? ['*'] : part.collections
          const named = ids.map((id) => (id === '*' ? apiKeys.all : nameOf(id))).join(', ')
          const isAll = part.actions === '*' || part.actions.length === actions.length
          const allowed = part.actions === '*' ? [] : part.actions
          return apiKeys.some(
            named,
            isAll ? apiKeys.anything : allowed.map((action) => apiKeys.actions[action]).join(', '),
          )
        })
  return (
    <ul className="mt-1 flex flex-col text-sm text-text-2">
      {words.map((it) => (
        <li key={it} className="break-words">
          {it}
        </li>
      ))}
    </ul>
  )
}

function isPast(time: string): boolean {
  return Date.parse(time.replace(' ', 'T')) <= Date.now()
}
