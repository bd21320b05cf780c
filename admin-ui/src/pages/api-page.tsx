import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { BookOpen, Unplug, UserRoundSearch } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Actor, clientQuery, readActor, writeActor } from '../api/actor.ts'
import { ActorPicker } from '../api/actor-picker.tsx'
import { Calls } from '../api/calls.tsx'
import { Listening } from '../api/listening.tsx'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Frame } from '../operations/frame.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Field } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { Select } from '../parts/select.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { collectionsQuery } from '../queries.ts'

const route = getRouteApi('/shell/api')

/** The calls and the events of a collection, as whoever one wants to be. All choices are in the address. */
export function ApiPage(): ReactNode {
  const messages = useMessages()
  const { api } = messages
  const { collection: name, op, as, tab } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: collections, error } = useQuery(collectionsQuery)
  const actor = readActor(as)
  const { data: client, error: refusal } = useQuery(clientQuery(actor))
  const collection =
    collections?.find((each) => each.name === name) ??
    collections?.find(({ system }) => !system) ??
    collections?.[0]
  const go = (next: Partial<Record<'collection' | 'op' | 'as' | 'tab', string | undefined>>): void =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  return (
    <Frame title={api.title} actions={<ReferenceLink />}>
      {error && <EmptyState icon={Unplug} title={api.failed} lead={explain(error, messages)} />}
      {collections && collection && (
        <>
          <div className="grid shrink-0 grid-cols-1 gap-3 px-4 pb-3 sm:grid-cols-2 sm:px-6 min-[56rem]:grid-cols-4">
            <Field label={api.collection}>
              {(control) => (
                <Select
                  {...control}
                  value={collection.name}
                  options={collections.map((each) => [each.name, each.name] as const)}
                  onPick={(next) => go({ collection: next, op: undefined })}
                />
              )}
            </Field>
            <ActorPicker
              actor={actor}
              collections={collections}
              onPick={(next: Actor) => go({ as: writeActor(next) })}
            />
          </div>
          {refusal && (
            <div className="px-4 pb-3 sm:px-6">
              <Notice kind="danger">{explain(refusal, messages)}</Notice>
            </div>
          )}
          <Tabs
            isPage
            label={api.title}
            tabs={{ calls: api.calls, realtime: api.realtime }}
            current={tab === 'realtime' ? 'realtime' : 'calls'}
            onChoose={(next) => go({ tab: next === 'realtime' ? next : undefined })}
          >
            {actor.kind === 'record' && actor.id === '' && (
              <EmptyState icon={UserRoundSearch} title={api.whoTitle} lead={api.whoLead} />
            )}
            {client && tab === 'realtime' && (
              <Listening key={`${collection.id} ${as ?? ''}`} collection={collection} client={client} />
            )}
            {client && tab !== 'realtime' && (
              <Calls
                // What was answered to one is not shown as the answer to another.
                key={as ?? ''}
                collection={collection.name}
                op={op}
                token={client.auth.session?.token}
                onOpen={(next) => go({ op: next })}
              />
            )}
          </Tabs>
        </>
      )}
    </Frame>
  )
}

function ReferenceLink(): ReactNode {
  const { api } = useMessages()
  return (
    <Link
      to="/reference"
      className="flex h-8.5 shrink-0 items-center gap-2 rounded-control px-3 text-sm text-text-2 hover:bg-surface-2 hover:text-text-1"
    >
      <BookOpen size={15} strokeWidth={1.75} aria-hidden />
      {api.reference}
    </Link>
  )
}
