import { useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'

interface Credential {
  id: string
  name: string
  detail: string
  /** Does it end in another way only? */
  isFixed?: boolean
}

interface CredentialListProps {
  title: string
  /** What is said where there is none. */
  empty: string
  /** The verb on the cross of one. */
  remove: (name: string) => string
  queryKey: readonly string[]
  load: (signal: AbortSignal) => Promise<Credential[]>
  onRemove: (id: string) => Promise<unknown>
  /** What stands below the list. */
  children?: ReactNode
}

/** What lets somebody in as this account, one by one, each with a way to end it. */
export function CredentialList(props: CredentialListProps): ReactNode {
  const { title, empty, remove, queryKey, load, onRemove, children } = props
  const messages = useMessages()
  const queries = useQueryClient()
  const { data, error } = useQuery({ queryKey, queryFn: ({ signal }) => load(signal) })
  const [refusal, setRefusal] = useState<unknown>()
  const [goingId, setGoing] = useState<string>()
  const end = async (id: string): Promise<void> => {
    setGoing(id)
    setRefusal(undefined)
    try {
      await onRemove(id)
    } catch (failed) {
      setRefusal(failed)
    } finally {
      setGoing(undefined)
      await queries.invalidateQueries({ queryKey })
    }
  }
  const wrong = error ?? refusal
  return (
    <section className="border-b border-line py-3.5 last:border-0">
      <h3 className="text-sm font-medium">{title}</h3>
      {wrong !== undefined && wrong !== null && (
        <div className="mt-2">
          <Notice kind="danger">{explain(wrong, messages)}</Notice>
        </div>
      )}
      {data?.length === 0 && <p className="mt-0.5 text-sm text-text-3">{empty}</p>}
      {data !== undefined && data.length > 0 && (
        <ul className="mt-2 flex flex-col rounded-control border border-line">
          {data.map(({ id, name, detail, isFixed }) => (
            <li
              key={id}
              className="flex min-h-11 items-center gap-2 border-b border-line py-1 pr-1 pl-3 last:border-0"
            >
              <div className="min-w-0 grow">
                <p className="truncate text-sm" title={name}>
                  {name}
                </p>
                <p className="truncate text-xs text-text-3 tabular-nums">{detail}</p>
              </div>
              {!isFixed && (
                <IconButton label={remove(name)} disabled={goingId === id} onClick={() => void end(id)}>
                  <X size={15} strokeWidth={1.75} aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {children}
    </section>
  )
}
