import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { dapur } from '../dapur.ts'
import { isEmptyValue } from '../fields/value.ts'
import { fieldInput } from '../inputs/index.ts'

/** How many deletes are under way at once. */
const AT_ONCE = 4

/**
 * Can these records be made again as they are now? Not where files go, where passwords cannot be read back, or where
 * records of other collections lose what points here.
 */
export function canRemake(
  collection: CollectionJson,
  collections: readonly CollectionJson[],
  records: readonly RecordJson[],
): boolean {
  if (collection.type !== 'base' || collection.fields.some(({ type }) => type === 'password')) return false
  const isPointedAt = collections.some(
    ({ type, fields }) =>
      type !== 'view' &&
      fields.some((field) => field.type === 'relation' && field['collectionId'] === collection.id),
  )
  if (isPointedAt) return false
  const files = collection.fields.filter(({ type }) => type === 'file')
  return records.every((record) => files.every(({ name }) => isEmptyValue(record[name])))
}

/** What became of some records that were to be deleted. */
export interface Deleted {
  gone: string[]
  /** The first refusal, where there was one. */
  error: unknown
}

/** Deletes records one by one, some at a time, and goes on where one is refused. */
export async function deleteRecords(
  collection: CollectionJson,
  ids: readonly string[],
  onProgress: (done: number) => void = () => undefined,
): Promise<Deleted> {
  const left = [...ids]
  const deleted: Deleted = { gone: [], error: undefined }
  let done = 0
  const work = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      try {
        await dapur.collection(collection.name).delete(id)
        deleted.gone.push(id)
      } catch (error) {
        deleted.error ??= error
      }
      done += 1
      onProgress(done)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return deleted
}

/** Makes records that were deleted again, with the ids that they had. What the server sets itself is set anew. */
export async function remakeRecords(
  collection: CollectionJson,
  records: readonly RecordJson[],
): Promise<void> {
  for (const record of records) {
    const parts = collection.fields.map((field) => {
      const input = fieldInput(field.type)
      return input?.toBody(input.toDraft(record[field.name], field), field, undefined) ?? {}
    })
    const files = collection.fields.filter(({ type }) => type === 'file').map(({ name }) => name)
    const body = Object.fromEntries(
      Object.entries(Object.assign({}, ...parts)).filter(([name]) => !files.includes(name)),
    )
    await dapur.collection(collection.name).create(body)
  }
}
