import type { CollectionJson, RecordJson } from '@dapur/sdk'
import type { QueryClient } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'
import { expandOf, recordQuery } from '../queries.ts'

interface Sent {
  collection: CollectionJson
  /** Undefined for a new record. */
  id: string | undefined
  body: Record<string, unknown>
  /** How much of the files is on its way, from 0 to 1. */
  onProgress?: (share: number) => void
}

/** Writes a record, and lets all that shows records of its collection look again. Throws an `ApiError`. */
export async function sendRecord(
  queries: QueryClient,
  { collection, id, body, onProgress }: Sent,
): Promise<RecordJson> {
  const records = dapur.collection(collection.name)
  const options = { expand: expandOf(collection), ...(onProgress && { onProgress }) }
  const saved =
    id === undefined ? await records.create(body, options) : await records.update(id, body, options)
  queries.setQueryData(recordQuery(collection, saved.id).queryKey, saved)
  // The lists that have it know it at once, and are asked again for the others.
  queries.setQueriesData({ queryKey: ['records', collection.name] }, (list: unknown) =>
    withRecord(list, saved),
  )
  void queries.invalidateQueries({ queryKey: ['records', collection.name] })
  void queries.invalidateQueries({ queryKey: ['history', collection.name, saved.id] })
  return saved
}

/** A page with this record in the place of its old self; whatever else is cached under such a key stays. */
function withRecord(list: unknown, saved: RecordJson): unknown {
  if (typeof list !== 'object' || list === null || !('items' in list) || !Array.isArray(list.items))
    return list
  const items = list.items.map((record: RecordJson) => (record.id === saved.id ? saved : record))
  return { ...list, items }
}
