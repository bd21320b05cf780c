import type { CollectionJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { RecordChoice } from '../collection/record-choice.tsx'
import { useMessages } from '../language.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { collectionsQuery } from '../queries.ts'
import { hasApiKeys } from '../record/keeps.ts'
import { ApiKeyList } from './api-key-list.tsx'
import { ownFirst } from './own-first.ts'

/** The page of the API keys: those of one account at a time. */
export function ApiKeysSettings(): ReactNode {
  const { apiKeys } = useMessages()
  const { data: collections } = useQuery(collectionsQuery)
  const [chosen, setChosen] = useState({ collection: '', record: '' })
  if (!collections) return null
  const accounts = ownFirst(collections.filter(({ type }) => type === 'auth'))
  const withKeys = accounts.filter(hasApiKeys)
  const target = withKeys.find(({ name }) => name === chosen.collection) ?? withKeys[0]
  if (!target) return <SwitchThemOn accounts={accounts} />
  const record = target.name === chosen.collection ? chosen.record : ''
  return (
    <section className="flex max-w-170 flex-col gap-6">
      <p className="text-sm text-pretty text-text-2">{apiKeys.lead}</p>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label={apiKeys.collection}>
          {(control) => (
            <Select
              {...control}
              value={target.name}
              options={withKeys.map(({ name }) => [name, name] as const)}
              onPick={(collection) => setChosen({ collection, record: '' })}
            />
          )}
        </Field>
        <RecordChoice
          key={target.id}
          label={apiKeys.account}
          target={target}
          id={record}
          onChange={(id) => setChosen({ collection: target.name, record: id })}
        />
      </div>
      {record === '' ? (
        <p className="text-sm text-text-3">{apiKeys.chooseLead}</p>
      ) : (
        <ApiKeyList key={record} collection={target.name} record={record} />
      )}
    </section>
  )
}

/** Says how keys begin, with a way to each collection that could have them. */
function SwitchThemOn({ accounts }: { accounts: readonly CollectionJson[] }): ReactNode {
  const { apiKeys } = useMessages()
  return (
    <EmptyState icon={KeyRound} title={apiKeys.emptyTitle} lead={apiKeys.emptyLead}>
      {accounts.map(({ id, name }) => (
        <Link
          key={id}
          to="/collections/$name/edit"
          params={{ name }}
          search={{ tab: 'auth' }}
          className="max-w-full text-sm break-words text-accent-text underline underline-offset-2"
        >
          {apiKeys.switchOn(name)}
        </Link>
      ))}
    </EmptyState>
  )
}
