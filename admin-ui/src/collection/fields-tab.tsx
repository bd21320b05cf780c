import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { useMessages } from '../language.ts'
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
      <Sorting fields={fields} onSort={(next) => set({ fields: next })}>
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

interface SortingProps {
  fields: readonly FieldDraft[]
  onSort: (fields: FieldDraft[]) => void
  children: ReactNode
}

/** Lets the lines be moved, by pointer, by finger and by keyboard: space lifts, arrows move, space drops. */
function Sorting({ fields, onSort, children }: SortingProps): ReactNode {
  const { collection } = useMessages()
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const announcements = useMemo((): Announcements => {
    const name = (key: unknown): string => fields.find((field) => field.key === key)?.name ?? ''
    const place = (key: unknown): number => fields.findIndex((field) => field.key === key) + 1
    return {
      onDragStart: ({ active }) => collection.lifted(name(active.id)),
      onDragOver: ({ active, over }) =>
        over ? collection.movedTo(name(active.id), place(over.id)) : undefined,
      onDragEnd: ({ active }) => collection.dropped(name(active.id)),
      onDragCancel: ({ active }) => collection.dropped(name(active.id)),
    }
  }, [fields, collection])
  const end = ({ active, over }: DragEndEvent): void => {
    if (!over || active.id === over.id) return
    const at = (key: unknown): number => fields.findIndex((field) => field.key === key)
    if (at(over.id) < 0) return
    onSort(arrayMove([...fields], at(active.id), at(over.id)))
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{ announcements, screenReaderInstructions: { draggable: collection.moveHelp } }}
    >
      <SortableContext items={fields.map(({ key }) => key)} strategy={verticalListSortingStrategy}>
        <ul className="flex flex-col gap-2">{children}</ul>
      </SortableContext>
    </DndContext>
  )
}
