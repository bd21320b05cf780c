import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { collectionsQuery } from '../queries.ts'
import { RecordChoice } from './record-choice.tsx'
import type { RuleQuestion } from './rule-queries.ts'

interface ActorChoiceProps {
  actor: RuleQuestion['actor']
  onChange: (actor: RuleQuestion['actor']) => void
}

/** Who asks: a guest, a superuser, or one of the accounts. */
export function ActorChoice({ actor, onChange }: ActorChoiceProps): ReactNode {
  const { collection } = useMessages()
  const { data: collections = [] } = useQuery(collectionsQuery)
  const accounts = collections.filter(({ type, name }) => type === 'auth' && name !== '_superusers')
  const account = typeof actor === 'object' && actor ? actor : undefined
  const target = accounts.find(({ name }) => name === account?.collection)
  const kind = actor === null ? 'guest' : actor === 'superuser' ? 'superuser' : actor.collection
  return (
    <>
      <Field label={collection.actor}>
        {(control) => (
          <Select<string>
            {...control}
            value={kind}
            options={[
              ['guest', collection.guest],
              ...accounts.map(({ name }) => [name, collection.accountOf(name)] as const),
              ['superuser', collection.superuser],
            ]}
            onPick={(next) => {
              if (next === 'guest') onChange(null)
              else if (next === 'superuser') onChange('superuser')
              else onChange({ collection: next, id: '' })
            }}
          />
        )}
      </Field>
      {target && account && (
        <RecordChoice
          label={collection.account}
          target={target}
          id={account.id}
          onChange={(id) => onChange({ collection: target.name, id })}
        />
      )}
    </>
  )
}
