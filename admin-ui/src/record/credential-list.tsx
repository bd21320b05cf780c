import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useChoice } from '../choice.ts'
import { explain } from '../explain.ts'
import { language, useMessages } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { type Credential, CredentialLine } from './credential-line.tsx'

interface CredentialListProps {
  title: string
  /** What is said where there is none. */
  empty: string
  /** The verb on the cross of one. */
  remove: (name: string) => string
  queryKey: readonly string[]
  load: (signal: AbortSignal) => Promise<Credential[]>
  onRemove: (id: string) => Promise<unknown>
  /** The verb on the pencil of one, where it can have another name. */
  rename?: (name: string) => string
  onRename?: (id: string, name: string) => Promise<unknown>
  /** What stands below the list. */
  children?: ReactNode
}

/** What lets somebody in as this account, one by one, each with a way to end it. */
export function CredentialList(props: CredentialListProps): ReactNode {
  const { title, empty, remove, rename, queryKey, load, onRemove, onRename, children } = props
  const messages = useMessages()
  const queries = useQueryClient()
  // What is read is already in words.
  const inWords = [...queryKey, useChoice(language)]
  const { data, error } = useQuery({
    queryKey: inWords,
    queryFn: ({ signal }) => load(signal),
    placeholderData: keepPreviousData,
  })
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
  const renameOne = async (id: string, name: string): Promise<void> => {
    setRefusal(undefined)
    try {
      await onRename?.(id, name)
    } catch (failed) {
      setRefusal(failed)
    }
    await queries.invalidateQueries({ queryKey })
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
          {data.map((one) => (
            <CredentialLine
              key={one.id}
              credential={one}
              remove={remove}
              rename={rename}
              isGoing={goingId === one.id}
              onRemove={() => void end(one.id)}
              onRename={(name) => renameOne(one.id, name)}
            />
          ))}
        </ul>
      )}
      {children}
    </section>
  )
}
