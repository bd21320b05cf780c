import type { CollectionJson } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { controlLook } from '../inputs/look.ts'
import { CollectionIcon } from '../parts/collection-icon.tsx'
import { Field } from '../parts/field.tsx'
import { Segmented } from '../parts/segmented.tsx'
import type { CollectionForm } from './use-collection-draft.ts'
import type { ProblemOf } from './use-problems.ts'

interface GeneralBarProps {
  form: CollectionForm
  problemOf: ProblemOf
  /** Begins again with another type; absent where it cannot change any more. */
  onType?: (type: CollectionJson['type']) => void
}

const types = ['base', 'auth', 'view'] as const

/** The name of the collection, and, while it is new, what kind of collection it becomes. */
export function GeneralBar({ form, problemOf, onType }: GeneralBarProps): ReactNode {
  const { collection, records } = useMessages()
  const { draft, set } = form
  return (
    <div className="grid shrink-0 gap-x-6 gap-y-4 px-4 pt-1 pb-4 sm:grid-cols-[minmax(0,320px)_minmax(0,1fr)] sm:px-6">
      <Field label={collection.name} problem={problemOf('name')}>
        {(control) => (
          <input
            {...control}
            value={draft.name}
            readOnly={draft.system}
            // A new collection begins with its name.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={onType !== undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder="dishes"
            onChange={(event) => set({ name: event.target.value })}
            className={controlLook(control['aria-invalid'], 'h-8.5')}
          />
        )}
      </Field>
      {onType && (
        <div className="flex min-w-0 flex-col gap-1.5">
          <span className="text-sm font-medium">{collection.type}</span>
          <div>
            <Segmented
              label={collection.type}
              value={draft.type}
              options={types.map((type) => [
                type,
                <>
                  <CollectionIcon type={type} size={14} />
                  {records.types[type]}
                </>,
              ])}
              onPick={onType}
            />
          </div>
          <p className="text-xs text-text-3">{collection.typeLeads[draft.type]}</p>
        </div>
      )}
    </div>
  )
}
