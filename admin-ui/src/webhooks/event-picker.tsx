import { type ReactNode, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useMessages } from '../language.ts'
import { Checkbox } from '../parts/checkbox.tsx'
import { SearchInput } from '../parts/search-input.tsx'
import { collectionsQuery } from '../queries.ts'
import { actions, hasEvent, namedCollections, toggleEvent } from './event-choice.ts'

/** From so many collections on there is a search. */
const MANY = 8

interface EventPickerProps {
  events: readonly string[]
  problem: string | undefined
  onChange: (events: string[]) => void
}

/** Which changes are sent: all, or some of each collection. */
export function EventPicker({ events, problem, onChange }: EventPickerProps): ReactNode {
  const { webhooks } = useMessages()
  const isAll = events.includes('*')
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby="webhook-events-note">
      <legend className="mb-1.5 text-sm font-medium">{webhooks.events}</legend>
      <Checkbox label={webhooks.all} checked={isAll} onCheck={(checked) => onChange(checked ? ['*'] : [])} />
      {!isAll && <CollectionEvents events={events} onChange={onChange} />}
      <p
        id="webhook-events-note"
        data-problem={problem !== undefined}
        className={problem === undefined ? 'text-xs text-text-3' : 'text-xs break-words text-danger'}
      >
        {problem ?? (isAll ? webhooks.allHelp : webhooks.eventsLead)}
      </p>
    </fieldset>
  )
}

/** A line for each collection, with its three changes. */
function CollectionEvents({ events, onChange }: Omit<EventPickerProps, 'problem'>): ReactNode {
  const { webhooks } = useMessages()
  const { data: collections } = useQuery(collectionsQuery)
  const [search, setSearch] = useState('')
  if (!collections) return null
  const known = collections.filter(({ type }) => type !== 'view').map(({ name }) => name)
  const gone = namedCollections(events).filter((name) => !known.includes(name))
  // The system's own come last: they are seldom meant.
  const own = [
    ...known.filter((name) => !name.startsWith('_')),
    ...known.filter((name) => name.startsWith('_')),
  ]
  const names = [...gone, ...own].filter((name) => name.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <div className="overflow-hidden rounded-control border border-line">
      {known.length >= MANY && (
        <div className="relative border-b border-line">
          <SearchInput label={webhooks.search} value={search} onType={setSearch} />
        </div>
      )}
      <ul className="max-h-60 overflow-y-auto" tabIndex={-1}>
        {names.map((name) => (
          <li
            key={name}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-b-0"
          >
            <span className="min-w-32 grow basis-0 font-mono text-xs break-all max-sm:basis-full">
              {gone.includes(name) ? webhooks.gone(name) : name}
            </span>
            {actions.map((action) => (
              <Checkbox
                key={action}
                label={webhooks.actions[action]}
                aria-label={webhooks.actionOf(webhooks.actions[action], name)}
                checked={hasEvent(events, name, action)}
                onCheck={() => onChange(toggleEvent(events, name, action))}
              />
            ))}
          </li>
        ))}
        {names.length === 0 && <li className="px-3 py-4 text-sm text-text-3">{webhooks.nothingFound}</li>}
      </ul>
    </div>
  )
}
