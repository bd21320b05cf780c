import type { Actor } from '../base/actor.ts'
import { ApiError, apiError } from '../base/error.ts'
import { steps, type Steps } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { FileStat } from '../files/file-store.ts'
import type { Thumbs } from '../files/thumbs.ts'
import { RuleError } from '../rules/index.ts'
import { ruleFor } from './access.ts'
import { allowsStored } from './allows.ts'
import type { Cells } from './change.ts'
import { namesIn } from './file-names.ts'
import { readRecord } from './find.ts'
import type { House } from './house.ts'
import { originOf } from './origin-file.ts'
import { type Ask, withAuth, withPurpose } from './request.ts'
import { type Shape, type ShapeField, shapeOf } from './shape.ts'
import { fileKey } from './shelve.ts'

/** Which file is wanted. */
export interface FileWish {
  readonly collection: string
  readonly recordId: string
  readonly name: string
  /** A size such as `100x100`, or empty. */
  readonly thumb: string
  /** Whoever the file token of the request belongs to; only asked for protected files. */
  readonly byToken: () => Promise<Actor>
}

/** A file that may be sent. */
export interface FoundFile {
  readonly key: string
  readonly stat: FileStat
  /** What it is called when it is saved: `<size>_<name>` for a thumbnail. */
  readonly name: string
}

/** What finding files needs beyond the verbs. */
export interface FileHouse extends House {
  readonly thumbs: Thumbs
}

/** Every image may be asked for in this size. */
const ALWAYS = '100x100'

/**
 * Find a file of a record, or a thumbnail of it (contract services.md §4.4). A file of a protected field takes the view
 * rule, with whoever the file token belongs to.
 *
 * Errors: `file_not_found` 404 for whatever reason it cannot be had; those of the store.
 *
 * @example const { key } = await findFile(house, ask, { collection: 'posts', recordId, name, thumb: '', byToken })
 */
export async function findFile(house: FileHouse, ask: Ask, wish: FileWish): Promise<FoundFile> {
  const catalog = house.catalog.current
  const collection = catalog.find(wish.collection)
  const cells = collection && (await readRecord(house.storage, house.storage.hot, collection, wish.recordId))
  const field = collection && cells && fieldOf(shapeOf(collection), cells, wish.name)
  if (!field) throw apiError('file_not_found', {})
  const { files } = field.type
  if (files?.isProtected(field.field.options)) {
    const actor = await wish.byToken()
    if (!(await steps(() => maySee({ house, ask, catalog, collection, cells, actor })))) {
      throw apiError('file_not_found', {})
    }
  }
  const key = await keyOf(house, catalog, { collection, field, wish })
  const stat = key === undefined ? undefined : await house.files.stat(key)
  if (key === undefined || !stat) throw apiError('file_not_found', {})
  const { thumb, name } = wish
  const isOffered = thumb === ALWAYS || (thumb !== '' && files?.thumbs(field.field.options).includes(thumb))
  const small = isOffered ? await house.thumbs.get(key, stat, thumb) : undefined
  return small ? { ...small, name: `${thumb}_${name}` } : { key, stat, name }
}

/** The field that names a file. */
function fieldOf(shape: Shape, cells: Cells, name: string): ShapeField | undefined {
  return shape.fileFields.find((field) => namesIn(field, cells).includes(name))
}

interface Seeing {
  readonly house: House
  readonly ask: Ask
  readonly catalog: Catalog
  readonly collection: Collection
  readonly cells: Cells
  readonly actor: Actor
}

function* maySee({ house, ask, catalog, collection, cells, actor }: Seeing): Steps<boolean> {
  try {
    const rule = ruleFor(actor, collection, 'viewRule')
    if (rule === null) return true
    const auth = actor.kind === 'guest' ? null : actor
    const context = withAuth(withPurpose(ask.context, 'protectedFile'), auth)
    const asking = { house, catalog, collection, reader: house.storage.hot, context }
    return yield* allowsStored(asking, rule, cells)
  } catch (error) {
    // A rule that is closed, or that does not fit any more, means no.
    if (error instanceof RuleError || (error instanceof ApiError && error.status === 403)) return false
    throw error
  }
}

interface Holder {
  readonly collection: Collection
  readonly field: ShapeField
  readonly wish: FileWish
}

async function keyOf(
  house: House,
  catalog: Catalog,
  { collection, field, wish }: Holder,
): Promise<string | undefined> {
  const { recordId, name } = wish
  if (collection.type !== 'view') return fileKey(collection.id, recordId, name)
  const file = { view: collection, recordId, field: field.name, name }
  const owner = await steps(() => originOf(house, catalog, file))
  return owner && fileKey(owner.collectionId, owner.recordId, name)
}
