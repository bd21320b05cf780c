import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { useMessages } from '../language.ts'
import { Checkbox } from '../parts/checkbox.tsx'
import { SearchInput } from '../parts/search-input.tsx'
import { collectionsQuery } from '../queries.ts'
import { actions, type ScopeDraft, toggleAction } from './key-scope.ts'
import { ownFirst } from './own-first.ts'

/** From so many collections on there is a search. */
const MANY = 8

interface ScopePickerProps {
  draft: ScopeDraft
  problem: string | undefined
  onChange: (draft: ScopeDraft) => void
}

/** What a key may do with the records of which collections. */
export function ScopePicker({ draft, problem, onChange }: ScopePickerProps): ReactNode {
  const { apiKeys } = useMessages()
  const note = useId()
  const { data: collections = [] } = useQuery(collectionsQuery)
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const lines = ownFirst(collections).filter(({ name }) => name.toLowerCase().includes(wanted))
  const toggle = (name: string) => (action: (typeof actions)[number]) =>
    onChange(toggleAction(draft, name, action))
  return (
    <div>
      <div className="overflow-hidden rounded-control border border-line">
        {collections.length >= MANY && (
          <div className="relative border-b border-line">
            <SearchInput label={apiKeys.search} value={search} onType={setSearch} />
          </div>
        )}
        <ul className="max-h-60 overflow-y-auto" tabIndex={-1} aria-describedby={note}>
          {wanted === '' && (
            <Line name={apiKeys.everyCollection} ticked={draft['*'] ?? []} onToggle={toggle('*')} />
          )}
          {lines.map(({ name, type }) => (
            <Line
              key={name}
              isName
              name={name}
              isView={type === 'view'}
              ticked={draft[name] ?? []}
              onToggle={toggle(name)}
            />
          ))}
          {lines.length === 0 && <li className="px-3 py-4 text-sm text-text-3">{apiKeys.nothingFound}</li>}
        </ul>
      </div>
      <p
        id={note}
        data-problem={problem !== undefined}
        className={
          problem === undefined ? 'mt-1.5 text-xs text-text-3' : 'mt-1.5 text-xs break-words text-danger'
        }
      >
        {problem ?? apiKeys.rulesHelp}
      </p>
    </div>
  )
}

interface LineProps {
  name: string
  /** Is it the name of a collection, and not words of ours? */
  isName?: boolean
  /** Records of a view are only read. */
  isView?: boolean
  ticked: ScopeDraft[string]
  onToggle: (action: (typeof actions)[number]) => void
}

function Line({ name, isName = false, isView = false, ticked, onToggle }: LineProps): ReactNode {
  const { apiKeys } = useMessages()
  return (
    <li className="border-b border-line px-3 py-2 last:border-b-0">
      <span className={isName ? 'block font-mono text-xs break-all' : 'block text-xs font-medium'}>
        {name}
      </span>
      <span className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1.5">
        {actions
          .filter((action) => !isView || action === 'list' || action === 'view')
          .map((action) => (
            <Checkbox
              key={action}
              label={apiKeys.actions[action]}
              aria-label={apiKeys.actionOf(apiKeys.actions[action], name)}
              checked={ticked.includes(action)}
              onCheck={() => onToggle(action)}
            />
          ))}
      </span>
    </li>
  )
}
