import { hasFile } from './body.ts'
import { makeId } from './make-id.ts'
import { type CallOptions, queryOf, type RecordOptions, toQueryString } from './query.ts'
import { pathOf } from './records.ts'
import type { CreateInput, UpdateInput } from './schema.ts'
import type { Transport } from './transport.ts'
import type { RecordJson } from './wire.ts'

/** What the server answers to one write of a batch; `body` is null after a delete. */
export interface BatchReply<T = RecordJson> {
  status: number
  body: T | null
}

/** The writes of a batch to one collection. Nothing is sent before the batch is. */
export interface BatchCollection<Entry> {
  /** @returns the id that the record will have */
  create(input: CreateInput<Entry>, options?: RecordOptions): { readonly id: string }
  update(id: string, input: UpdateInput<Entry>, options?: RecordOptions): void
  /** Changes the record of this id if there is one, else makes it. */
  upsert(id: string, input: CreateInput<Entry>, options?: RecordOptions): void
  delete(id: string, options?: RecordOptions): void
}

export type BatchFiller<Schema> = (batch: {
  collection<Name extends keyof Schema & string>(name: Name): BatchCollection<Schema[Name]>
}) => void

interface Write {
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  url: string
  body?: object
}

/** Collects the writes and sends them as one (contract data.md §6). */
export async function batchOf<Schema>(
  transport: Transport,
  fill: BatchFiller<Schema>,
  options: CallOptions = {},
): Promise<BatchReply[]> {
  const writes: Write[] = []
  fill({ collection: (name) => collectWrites(name, writes) })
  if (writes.length === 0) return []
  return transport.send({ method: 'POST', path: '/api/batch', ...options, body: bodyOf(writes) })
}

function collectWrites<Entry>(collection: string, writes: Write[]): BatchCollection<Entry> {
  const path = pathOf(collection)
  const at = (id: string | undefined, options: RecordOptions = {}): string =>
    path + (id === undefined ? '' : `/${encodeURIComponent(id)}`) + toQueryString(queryOf(options))
  return {
    create(input, options) {
      const own = 'id' in input && typeof input.id === 'string' ? input.id : ''
      const id = own === '' ? makeId() : own
      writes.push({ method: 'POST', url: at(undefined, options), body: { ...input, id } })
      return { id }
    },
    update: (id, input, options) => void writes.push({ method: 'PATCH', url: at(id, options), body: input }),
    upsert: (id, input, options) =>
      void writes.push({ method: 'PUT', url: at(undefined, options), body: { ...input, id } }),
    delete: (id, options) => void writes.push({ method: 'DELETE', url: at(id, options) }),
  }
}

/** JSON, or multipart with each file under the number of its write. */
function bodyOf(writes: Write[]): object | FormData {
  const files: [string, Blob | string][] = []
  const requests = writes.map(({ body, ...write }, index) => {
    const rest: [string, unknown][] = []
    const entries: [string, unknown][] = Object.entries(body ?? {})
    for (const [key, value] of entries) {
      if (!hasFile(value)) rest.push([key, value])
      for (const one of hasFile(value) ? [value].flat() : [])
        if (one instanceof Blob) files.push([`requests.${index}.${key}`, one])
    }
    return body === undefined ? write : { ...write, body: Object.fromEntries(rest) }
  })
  if (files.length === 0) return { requests }
  const form = new FormData()
  form.append('@jsonPayload', JSON.stringify({ requests }))
  for (const [key, file] of files) form.append(key, file)
  return form
}
