import { apiError } from '../base/error.ts'
import { steps, type Steps, take } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { Reader } from '../storage/dialect.ts'
import { ruleFor } from './access.ts'
import { allowsStored, type Asking, orRefuse } from './allows.ts'
import {
  checkAuthChange,
  completeAuthValues,
  credentialsOf,
  endsForeignLinks,
  forgetAfterUpdate,
  isManager,
} from './auth-record.ts'
import type { Cells } from './change.ts'
import { cellsFrom, checkValues, completeValues } from './check.ts'
import { writableCollectionFor } from './collection-for.ts'
import {
  type Deed,
  type Extras,
  noChanges,
  noSecrets,
  PasswordsUnhashed,
  refusedSecrets,
  type Scene,
  type Secrets,
  unlessRefused,
  withChanges,
} from './deed.ts'
import { readRecord } from './find.ts'
import type { House } from './house.ts'
import { type Draft, prepareInput } from './input.ts'
import { mergeUploads } from './merge-uploads.ts'
import { hashPasswords, hasPasswords } from './passwords.ts'
import { type Ask, withBody } from './request.ts'
import { updateCells } from './save.ts'
import { shelve, takeShelved } from './shelve.ts'
import { emptyValues, type Shape, shapeOf, valuesOf } from './shape.ts'
import type { Work } from './work.ts'
import type { Written } from './written.ts'

/** Which record is to be changed, and by what. */
interface Update {
  readonly id: string
  readonly body: Readonly<Record<string, unknown>>
}

/** What is asked for, and what was found out before the transaction. */
interface UpdateAttempt extends Update, Extras {
  readonly ask: Ask
  readonly catalog: Catalog
  readonly shape: Shape
  readonly rule: string | null
}

/** The stored record, and what the body makes of it. */
interface Before {
  readonly cells: Cells
  readonly values: Readonly<Record<string, unknown>>
  readonly draft: Draft
  readonly asking: Asking
}

/** An update in parts: for hooks and batches. */
export function updateDeed(ask: Ask, nameOrId: string, update: Update): Deed {
  const attemptOn = (catalog: Catalog): UpdateAttempt =>
    attemptUpdate(ask, catalog, writableCollectionFor(catalog, nameOrId), update)
  return {
    event: 'record.update',
    ask,
    nameOrId,
    *look({ house, catalog, reader }) {
      const attempt = attemptOn(catalog)
      const { draft, values } = yield* read(house, reader, attempt)
      return { shape: attempt.shape, values: draft.values, stored: values }
    },
    async readySecrets(scene, changes, isSure) {
      const attempt = await unlessRefused(() => attemptOn(scene.catalog))
      return attempt ? readySecrets(scene, { ...attempt, changes }, isSure) : refusedSecrets
    },
    write: (work, extras) => write(work, { ...attemptOn(work.catalog), ...extras }),
  }
}

/** What is known before the transaction. Errors: `rule_closed` 403. */
export function attemptUpdate(
  ask: Ask,
  catalog: Catalog,
  collection: Collection,
  { id, body }: Update,
): UpdateAttempt {
  const rule = ruleFor(ask.actor, collection, 'updateRule')
  return {
    ask,
    catalog,
    shape: shapeOf(collection),
    rule,
    id,
    body,
    changes: noChanges,
    secrets: noSecrets,
  }
}

/** An update on its own: what runs in the grouped transaction. */
export async function updateStory(
  house: House,
  attempt: UpdateAttempt,
): Promise<(work: Work) => Steps<Written>> {
  const before = await steps(() => read(house, house.storage.hot, attempt))
  if (!takesTime(attempt, before.draft)) return (work) => write(work, attempt)
  const secrets = await prepareWrite(house, attempt, before)
  return (work) => write(work, { ...attempt, secrets })
}

/** The record may come to be only in the transaction itself: then there is no old password to compare. */
async function readySecrets(
  { house, reader }: Scene,
  attempt: UpdateAttempt,
  isSure: boolean,
): Promise<Secrets> {
  const { ask, shape, changes } = attempt
  const sent = prepareInput(shape, ask.actor, bodyOf(attempt), emptyValues(shape))
  const draft = { ...sent, values: withChanges(sent.values, changes) }
  if (!takesTime(attempt, draft)) return noSecrets
  const before = await unlessRefused(() => steps(() => read(house, reader, attempt)))
  if (!before && !isSure) return refusedSecrets
  return prepareWrite(house, attempt, { draft, cells: before?.cells ?? {} })
}

/** The body with the names of the files that came with it. */
function bodyOf({ ask, shape, body }: UpdateAttempt): Readonly<Record<string, unknown>> {
  return mergeUploads(shape, body, ask.uploads)
}

/** Are there passwords to be hashed, or files to be stored? */
function takesTime({ ask, shape }: UpdateAttempt, draft: Draft): boolean {
  return ask.uploads !== undefined || hasPasswords(shape, draft)
}

async function prepareWrite(
  house: House,
  attempt: UpdateAttempt,
  { draft, cells }: Pick<Before, 'draft' | 'cells'>,
): Promise<Secrets> {
  const { ask, shape, id } = attempt
  const hashed = await hashPasswords(house, shape, draft)
  const fits = hasPasswords(shape, draft) ? await oldPasswordFits(house, attempt, cells) : undefined
  const shelved = await shelve({ shape, recordId: id, values: draft.values, uploads: ask.uploads })
  return { hashed, fits, shelved, isRefused: false }
}

/** The old password is only looked at when a new one comes with it; verifying is as slow as hashing. */
async function oldPasswordFits(
  house: House,
  { body, shape }: UpdateAttempt,
  cells: Cells,
): Promise<string | undefined> {
  if (shape.collection.type !== 'auth') return undefined
  const { oldPassword } = credentialsOf(body)
  const stored = String(cells['password'] ?? '')
  return oldPassword !== '' && (await house.verifyPassword(oldPassword, stored)) ? stored : undefined
}

/** Read the record and see whether it may be changed. */
function* read(house: House, reader: Reader, attempt: UpdateAttempt): Steps<Before> {
  const { ask, catalog, shape, rule, id } = attempt
  const { collection } = shape
  const cells = yield* take(readRecord(house.storage, reader, collection, id))
  const refusal = () => apiError('record_not_found', {})
  if (!cells) throw refusal()
  const values = valuesOf(shape, cells)
  const draft = prepareInput(shape, ask.actor, bodyOf(attempt), values)
  const asking = { house, catalog, collection, reader, context: withBody(ask.context, draft.body) }
  if (rule !== null && !(yield* orRefuse(allowsStored(asking, rule, cells), refusal))) throw refusal()
  return { cells, values, draft, asking }
}

function* write(work: Work, attempt: UpdateAttempt): Steps<Written> {
  const { ask, shape, changes, secrets } = attempt
  const { collection } = shape
  const before = yield* read(work.house, work.tx, attempt)
  if (secrets.isRefused) throw new PasswordsUnhashed()
  const stored = before.values
  const values = withChanges(before.draft.values, changes)
  if (collection.type === 'auth') yield* checkAuth(attempt, before)
  completeValues(work, shape, { verb: 'update', values })
  if (collection.type === 'auth') {
    const rotates =
      secrets.hashed.has('password') || (yield* endsForeignLinks(work, collection, { values, stored }))
    completeAuthValues(collection, values, { stored, rotates })
  }
  yield* checkValues(work, shape, { verb: 'update', values, stored, uploads: ask.uploads?.byName })
  for (const [name, value] of secrets.hashed) values[name] = value
  const cells = cellsFrom(shape, values)
  takeShelved(work.tx, { shape, cells, uploads: ask.uploads, shelved: secrets.shelved })
  yield* updateCells(work, shape, before.cells, cells)
  if (collection.type === 'auth') yield* forgetAfterUpdate(work, collection, before.cells, cells)
  for (const step of work.house.onUpdate) yield* step(work, { actor: ask.actor, collection, cells })
  return { collection, cells }
}

function* checkAuth(
  { ask, body, secrets: { fits } }: UpdateAttempt,
  { cells, values, draft, asking }: Before,
): Steps<void> {
  const manages = yield* isManager(asking, ask.actor, cells, 'update')
  // The hash must still be the one that the old password was compared with.
  const oldFits = fits !== undefined && fits === cells['password']
  const credentials = { ...credentialsOf(body), oldFits }
  checkAuthChange({ verb: 'update', isManager: manages, credentials, values: draft.values, stored: values })
}
