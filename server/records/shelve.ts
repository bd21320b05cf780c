import { formatTime } from '../base/clock.ts'
import { toStringList } from '../fields/string-list.ts'
import type { Upload } from '../files/upload.ts'
import type { Writer } from '../storage/dialect.ts'
import type { Cells } from './change.ts'
import { PasswordsUnhashed } from './deed.ts'
import { namesOf } from './file-names.ts'
import type { House } from './house.ts'
import type { Shape } from './shape.ts'
import type { Shelved, Uploads } from './uploads.ts'

/** What a write is about to name. */
interface Shelving {
  readonly shape: Shape
  /** Undefined for an id that will be refused. */
  readonly recordId: string | undefined
  readonly values: Readonly<Record<string, unknown>>
  readonly uploads: Uploads | undefined
}

/**
 * Store the uploads that values name, before the transaction that stores the values: a file is durable before the row
 * that names it (`reliability.md` checklist 6). Where one of them will be refused, none is stored.
 *
 * Errors: those of the store.
 */
export async function shelve({ shape, recordId, values, uploads }: Shelving): Promise<Shelved | undefined> {
  if (!uploads || recordId === undefined) return undefined
  const named = namedUploads(shape, values, uploads)
  if (!named) return undefined
  const keys = new Set<string>()
  for (const upload of named) {
    const key = fileKey(shape.collection.id, recordId, upload.name)
    await uploads.shelf.put(key, upload)
    keys.add(key)
  }
  return { recordId, keys }
}

/** Where the file of a record is kept (contract services.md §4.3). */
export function fileKey(collectionId: string, recordId: string, name: string): string {
  return `${collectionId}/${recordId}/${name}`
}

/**
 * The id that a create with files will have: the client's, or one that is made now, because the files are stored under
 * it. Rules do not see it. Undefined for one that the field will refuse: it has to lead nowhere.
 */
export function reservedId(
  { clock }: House,
  shape: Shape,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  const { type, field } = shape.byName.get('id') ?? {}
  if (!type || !field) return undefined
  const at = clock.now()
  const context = { verb: 'create', at, now: formatTime(at), isSystem: shape.collection.system } as const
  const made = type.beforeSave?.(values['id'], field.options, context)
  const id = typeof made === 'string' ? made : ''
  // The form alone: whether it is free is for the write to see.
  const found = type.check(id, field.options, {
    verb: 'create',
    tx: { all: () => [], get: () => undefined },
    stored: undefined,
    recordId: id,
    collection: shape.collection,
    tableOf: () => undefined,
  })
  return found === undefined && id !== '' ? id : undefined
}

interface Taking extends Pick<Shelving, 'shape' | 'uploads'> {
  readonly cells: Cells
  readonly shelved: Shelved | undefined
}

/**
 * In the transaction of a write: what it names was stored for it, and now belongs to it. Throws `PasswordsUnhashed`
 * where something was not.
 */
export function takeShelved(tx: Writer, { shape, cells, uploads, shelved }: Taking): void {
  if (!uploads) return
  for (const name of namesOf(shape, cells)) {
    if (!uploads.byName.has(name)) continue
    const key = fileKey(shape.collection.id, String(cells['id']), name)
    if (!shelved?.keys.has(key)) throw new PasswordsUnhashed('a file was not stored for this write')
    uploads.shelf.take(tx, key)
  }
}

/** The uploads that the values name; undefined when one of them is not acceptable, since the write will fail then. */
function namedUploads(
  shape: Shape,
  values: Readonly<Record<string, unknown>>,
  { byName }: Uploads,
): Upload[] | undefined {
  const named: Upload[] = []
  for (const { name, type, field } of shape.fileFields) {
    for (const file of toStringList(values[name])) {
      const upload = byName.get(file)
      if (!upload) continue
      if (type.files?.check(upload, field.options)) return undefined
      named.push(upload)
    }
  }
  return named
}
