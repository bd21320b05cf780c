import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { moved } from '../parts/moved.ts'
import { Sorting } from '../parts/sorting.tsx'
import { AddField } from './add-field.tsx'
import { fieldTypesQuery } from './collection-queries.ts'
import { type FieldDraft, newField } from './draft.ts'
import { FieldLine } from './field-line.tsx'
import type { CollectionForm } from './use-collection-draft.ts'
import type { ProblemOf } from './use-problems.ts'

/** The fields: each a line, in the order in which records show them. */
export function FieldsTab({ form, problemOf }: { form: CollectionForm; problemOf: ProblemOf }): ReactNode {
  const { draft, stored, set } = form
  const { data: types = [] } = useQuery(fieldTypesQuery)
  const [open, setOpen] = useState<string>()
  const [fresh, setFresh] = useState<string>()
  const [gone, setGone] = useState<readonly FieldDraft[]>([])
  const { fields } = draft
  const change = (key: string, next: Partial<FieldDraft>): void =>
    set({ fields: fields.map((field) => (field.key === key ? { ...field, ...next } : field)) })
  const remove = (field: FieldDraft): void => {
    // What is stored stays in sight until the save, so that it can be taken back.
    if (field.id !== undefined) setGone((now) => [...now, field])
    set({ fields: fields.filter(({ key }) => key !== field.key) })
  }
  const keep = (field: FieldDraft): void => {
    setGone((now) => now.filter(({ key }) => key !== field.key))
    set({ fields: [...fields, field] })
  }
  const add = (type: string): void => {
    const options = types.find(({ name }) => name === type)?.options ?? {}
    const fallbacks = Object.fromEntries(
      Object.entries(options).map(([key, option]) => [key, option.fallback]),
    )
    const field = newField(type, fallbacks, fields)
    // Before the dates of the record, which are its last lines.
    const dates = fields.findLastIndex(({ type: known }) => known !== 'autodate') + 1
    const at = type === 'autodate' ? fields.length : dates
    set({ fields: [...fields.slice(0, at), field, ...fields.slice(at)] })
    setOpen(field.key)
    setFresh(field.key)
  }
  const shared = (field: FieldDraft) => ({
    field,
    type: types.find(({ name }) => name === field.type),
    storedName: stored?.fields.find(({ id }) => id === field.id)?.name,
    isFresh: fresh === field.key,
    isFirst: stored === undefined,
    isOpen: open === field.key,
    onToggle: () => setOpen(open === field.key ? undefined : field.key),
    onChange: (next: Partial<FieldDraft>) => change(field.key, next),
  })
  const left = gone.filter(({ id }) => stored?.fields.some((known) => known.id === id))
  return (
    <div className="flex max-w-200 flex-col gap-2 p-4 sm:p-6">
      <Sorting
        items={fields.map(({ key, name }) => ({ key, name }))}
        onMove={(from, to) => set({ fields: moved(fields, from, to) })}
      >
        {fields.map((field, index) => (
          <FieldLine
            key={field.key}
            {...shared(field)}
            isGone={false}
            problemOf={(option) => problemOf(`fields.${index}.${option}`)}
            hasProblem={problemOf.has(`fields.${index}`)}
            onRemove={() => remove(field)}
          />
        ))}
        {left
          .filter(({ key }) => fields.every((field) => field.key !== key))
          .map((field) => (
            <FieldLine
              key={field.key}
              {...shared(field)}
              isGone
              problemOf={() => undefined}
              hasProblem={false}
              onRemove={() => keep(field)}
            />
          ))}
      </Sorting>
      <AddField types={types} onAdd={add} />
    </div>
  )
}
