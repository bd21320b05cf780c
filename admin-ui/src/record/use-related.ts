import type { CollectionJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { useRecordLabel } from '../fields/record-label.ts'
import { namedQuery } from './related.ts'

/** A related record by what it is called: by its id until that is known, or where it is gone. */
export interface Related {
  readonly id: string
  readonly label: string
}

/** What the records of a collection with these ids are called, in the order of the ids. */
export function useRelated(target: CollectionJson, ids: readonly string[]): Related[] {
  const labelOf = useRecordLabel()
  const { data: named } = useQuery(namedQuery(target, ids))
  return ids.map((id) => {
    const record = named?.find((one) => one.id === id)
    return { id, label: (record && labelOf(record)) ?? id }
  })
}
