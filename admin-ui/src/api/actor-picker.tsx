import { type CollectionJson, filter, type RecordJson } from '@dapur/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { labelFields, useRecordLabel } from '../fields/record-label.ts'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { TextInput } from '../parts/text-input.tsx'
import type { Actor } from './actor.ts'

/** So many accounts are offered at once; the search finds the others. */
const OFFERED = 50

interface PickerProps {
  actor: Actor
  collections: readonly CollectionJson[]
  onPick: (actor: Actor) => void
}

/** Chooses as whom one calls. */
export function ActorPicker({ actor, collections, onPick }: PickerProps): ReactNode {
  const { api } = useMessages()
  const auth = collections.filter(({ type, name }) => type === 'auth' && name !== SUPERUSERS)
  const kind = actor.kind === 'record' ? actor.collection : actor.kind
  const collection = auth.find(({ name }) => name === kind)
  return (
    <>
      <Field label={api.as}>
        {(control) => (
          <Select
            {...control}
            value={kind}
            options={[
              ['self', api.self],
              ['guest', api.guest],
              ...auth.map(({ name }) => [name, api.accountOf(name)] as const),
            ]}
            onPick={(next) => {
              const isKind = next === 'self' || next === 'guest'
              onPick(isKind ? { kind: next } : { kind: 'record', collection: next, id: '' })
            }}
          />
        )}
      </Field>
      {collection && (
        <AccountPicker
          key={collection.id}
          collection={collection}
          id={actor.kind === 'record' && actor.collection === collection.name ? actor.id : ''}
          onPick={(id) => onPick({ kind: 'record', collection: collection.name, id })}
        />
      )}
    </>
  )
}

interface AccountProps {
  collection: CollectionJson
  id: string
  onPick: (id: string) => void
}

function AccountPicker({ collection, id, onPick }: AccountProps): ReactNode {
  const { api } = useMessages()
  const [words, setWords] = useState('')
  const labelOf = useRecordLabel()
  const { data: records = [] } = useQuery(accountsQuery(collection, words.trim()))
  const { data: chosen } = useQuery({ ...accountQuery(collection, id), enabled: id !== '' })
  const all = chosen && !records.some((record) => record.id === id) ? [chosen, ...records] : records
  return (
    <>
      <TextInput
        type="search"
        label={api.search}
        value={words}
        placeholder={api.searchExample}
        onChange={(event) => setWords(event.target.value)}
      />
      <Field label={api.account}>
        {(control) => (
          <Select
            {...control}
            value={id}
            options={[
              ...(id === '' ? [['', all.length === 0 ? api.noAccount : api.choose] as const] : []),
              ...all.map((record) => [record.id, labelOf(record) ?? record.id] as const),
            ]}
            onPick={(next) => next !== '' && onPick(next)}
          />
        )}
      </Field>
    </>
  )
}

function accountsQuery(collection: CollectionJson, words: string) {
  const names = [...new Set([...labelFields(collection), 'email', 'id'])]
  const parts = names.map((name) => `${name} ~ ${filter`${words}`}`)
  return queryOptions({
    queryKey: ['records', collection.name, 'actors', words],
    queryFn: async ({ signal }): Promise<RecordJson[]> => {
      const search = words === '' ? {} : { filter: parts.join(' || ') }
      const { items } = await dapur
        .collection(collection.name)
        .list({ perPage: OFFERED, skipTotal: true, ...search, signal })
      return items
    },
    placeholderData: keepPreviousData,
  })
}

function accountQuery({ name }: CollectionJson, id: string) {
  return queryOptions({
    queryKey: ['record', name, id, 'actor'],
    queryFn: ({ signal }): Promise<RecordJson> => dapur.collection(name).get(id, { signal }),
  })
}
