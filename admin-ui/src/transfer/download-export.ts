import { type CollectionJson, filter as filterOf } from '@dapur/sdk'
import { rawCall } from './raw-call.ts'

/** The formats, by what their files end with. */
export const exportFormats = ['csv', 'json', 'ndjson'] as const
export type ExportFormat = (typeof exportFormats)[number]

interface Export {
  collection: CollectionJson
  format: ExportFormat
  filter?: string | undefined
  sort?: string | undefined
  /** Only these records; all that match unless told. */
  ids?: readonly string[]
}

/** So many ids fit into one filter (contract data.md §5.2). */
const IDS_AT_ONCE = 100

/** Saves the records as a file (docs/transfer.md). Throws an `ApiError`. */
export async function downloadExport({ collection, format, filter, sort, ids }: Export): Promise<void> {
  const path = `/api/collections/${encodeURIComponent(collection.name)}/records/export`
  const filters = ids === undefined ? [filter] : chunksOf(ids).map(anyOf)
  const parts: Blob[] = []
  for (const one of filters) {
    parts.push(await rawCall({ method: 'GET', path, query: { format, filter: one, sort } }))
  }
  const [first = new Blob()] = parts
  saveAs(parts.length > 1 ? await joined(parts, format) : first, `${collection.name}.${format}`)
}

function anyOf(ids: readonly string[]): string {
  return ids.map((id) => filterOf`id = ${id}`).join(' || ')
}

function chunksOf(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / IDS_AT_ONCE)
  return Array.from({ length: count }, (_, at) => ids.slice(at * IDS_AT_ONCE, (at + 1) * IDS_AT_ONCE))
}

/** Several files of one format as one: each of CSV has a head, each of JSON is an array. */
async function joined(parts: readonly Blob[], format: ExportFormat): Promise<Blob> {
  const texts = await Promise.all(parts.map((part) => part.text()))
  if (format === 'json')
    return new Blob([
      JSON.stringify(
        texts.flatMap((text): unknown => JSON.parse(text)),
        null,
        1,
      ),
    ])
  if (format === 'ndjson') return new Blob(texts)
  // The names of fields are words, so the head is the first line.
  return new Blob(texts.map((text, at) => (at === 0 ? text : text.slice(text.indexOf('\n') + 1))))
}

function saveAs(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The download has its own hold on it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
