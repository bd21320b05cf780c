import { apiError } from '../base/error.ts'
import { steps, type Steps } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { Reader } from '../storage/dialect.ts'
import { ruleFor } from './access.ts'
import { allowsVirtual, type Asking, orRefuse } from './allows.ts'
import { checkAuthChange, completeAuthValues, credentialsOf, isManager } from './auth-record.ts'
import type { Cells } from './change.ts'
import { cellsFrom, checkAuthId, checkValues, completeValues } from './check.ts'
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
import type { House } from './house.ts'
import { type Draft, prepareInput } from './input.ts'
import { mergeUploads } from './merge-uploads.ts'
import { hashPasswords, hasPasswords, withProvisionalHashes } from './passwords.ts'
import { type Ask, withBody } from './request.ts'
import { insertCells } from './save.ts'
import { reservedId, shelve, takeShelved } from './shelve.ts'
import { emptyValues, type Shape, shapeOf } from './shape.ts'
import type { Work } from './work.ts'
import type { Written } from './written.ts'

/** A body, and everything that was found out about it before the transaction. */
interface CreateAttempt extends Extras {
  readonly ask: Ask
  readonly catalog: Catalog
  readonly shape: Shape
  readonly rule: string | null
  readonly body: Readonly<Record<string, unknown>>
  readonly draft: Draft
}

/** A create in parts: for hooks and batches. */
export function createDeed(ask: Ask, nameOrId: string, body: Readonly<Record<string, unknown>>): Deed {
  let last: CreateAttempt | undefined
  const attemptOn = (catalog: Catalog): CreateAttempt => {
    if (last?.catalog === catalog) return last
    return (last = attemptCreate(ask, catalog, writableCollectionFor(catalog, nameOrId), body))
  }
  return {
    event: 'record.create',
    ask,
    nameOrId,
    *look({ house, catalog, reader }) {
      const attempt = attemptOn(catalog)
      yield* checkRule(house, reader, attempt)
      const { shape, draft } = attempt
      return { shape, values: draft.values, stored: emptyValues(shape) }
    },
    async readySecrets(scene, changes, isSure) {
      const attempt = await unlessRefused(() => attemptOn(scene.catalog))
      return attempt ? readySecrets(scene, { ...attempt, changes }, isSure) : refusedSecrets
    },
    write: (work, extras) => insert(work, { ...attemptOn(work.catalog), ...extras }),
  }
}

async function readySecrets(
  { house, reader }: Scene,
  attempt: CreateAttempt,
  isSure: boolean,
): Promise<Secrets> {
  const { changes } = attempt
  const draft = { ...attempt.draft, values: withChanges(attempt.draft.values, changes) }
  if (!takesTime(attempt, draft)) return noSecrets
  const isWorthIt = isSure || (await unlessRefused(() => steps(() => isAllowed(house, reader, attempt))))
  if (!isWorthIt) return refusedSecrets
  return prepareWrite(house, attempt, draft)
}

/** Are there passwords to be hashed, or files to be stored? */
function takesTime({ ask, shape }: CreateAttempt, draft: Draft): boolean {
  return ask.uploads !== undefined || hasPasswords(shape, draft)
}

async function prepareWrite(house: House, { ask, shape }: CreateAttempt, draft: Draft): Promise<Secrets> {
  const { values } = draft
  const { uploads } = ask
  const hashed = await hashPasswords(house, shape, draft)
  const recordId = uploads && reservedId(house, shape, values)
  return { ...noSecrets, hashed, shelved: await shelve({ shape, recordId, values, uploads }) }
}

/** What is known before the transaction. Errors: `rule_closed` 403. */
export function attemptCreate(
  ask: Ask,
  catalog: Catalog,
  collection: Collection,
  body: Readonly<Record<string, unknown>>,
): CreateAttempt {
  const rule = ruleFor(ask.actor, collection, 'createRule')
  const shape = shapeOf(collection)
  const draft = prepareInput(shape, ask.actor, mergeUploads(shape, body, ask.uploads), emptyValues(shape))
  return {
    ask: { ...ask, context: withBody(ask.context, draft.body) },
    catalog,
    shape,
    rule,
    body,
    draft,
    changes: noChanges,
    secrets: noSecrets,
  }
}

/** A create on its own: what runs in the grouped transaction. */
export function createStory(
  house: House,
  attempt: CreateAttempt,
): Promise<(work: Work) => Steps<Written>> | ((work: Work) => Steps<Written>) {
  return takesTime(attempt, attempt.draft) ? prepareFirst(house, attempt) : (work) => insert(work, attempt)
}

/** What takes its time is done before the transaction, and only for those whom the rule lets in. */
async function prepareFirst(house: House, attempt: CreateAttempt): Promise<(work: Work) => Steps<Written>> {
  await steps(() => checkRule(house, house.storage.hot, attempt))
  const secrets = await prepareWrite(house, attempt, attempt.draft)
  return (work) => insert(work, { ...attempt, secrets })
}

function* insert(work: Work, attempt: CreateAttempt): Steps<Written> {
  const { ask, shape, draft, changes, secrets } = attempt
  const { collection } = shape
  yield* checkRule(work.house, work.tx, attempt)
  if (secrets.isRefused) throw new PasswordsUnhashed()
  const values = withChanges(draft.values, changes)
  if (secrets.shelved && values['id'] === '') values['id'] = secrets.shelved.recordId
  if (collection.type === 'auth') {
    yield* checkAuth(work, attempt)
    completeAuthValues(collection, values, { stored: undefined, rotates: false })
  }
  completeValues(work, shape, { verb: 'create', values })
  yield* checkValues(work, shape, { verb: 'create', values, stored: undefined, uploads: ask.uploads?.byName })
  for (const [name, value] of secrets.hashed) values[name] = value
  if (collection.type === 'auth') yield* checkAuthId(work, shape, String(values['id']))
  const cells = cellsFrom(shape, values)
  takeShelved(work.tx, { shape, cells, uploads: ask.uploads, shelved: secrets.shelved })
  yield* insertCells(work, shape, cells)
  for (const step of work.house.onInsert) yield* step(work, { actor: ask.actor, collection, cells })
  return { collection, cells }
}

function* isAllowed(house: House, reader: Reader, attempt: CreateAttempt): Steps<true> {
  yield* checkRule(house, reader, attempt)
  return true
}

function* checkRule(house: House, reader: Reader, attempt: CreateAttempt): Steps<void> {
  const { rule, shape } = attempt
  if (rule === null) return
  const refusal = () => apiError('rule_refused', { collection: shape.collection.name })
  const allowed = yield* orRefuse(
    allowsVirtual(asking(house, reader, attempt), rule, virtualCells(attempt)),
    refusal,
  )
  if (!allowed) throw refusal()
}

function* checkAuth(work: Work, attempt: CreateAttempt): Steps<void> {
  const { ask, draft, body } = attempt
  const manages = yield* isManager(
    asking(work.house, work.tx, attempt),
    ask.actor,
    virtualCells(attempt),
    'create',
  )
  const credentials = { ...credentialsOf(body), oldFits: false }
  checkAuthChange({
    verb: 'create',
    isManager: manages,
    credentials,
    values: draft.values,
    stored: undefined,
  })
}

function asking(house: House, reader: Reader, { catalog, shape, ask }: CreateAttempt): Asking {
  return { house, catalog, collection: shape.collection, reader, context: ask.context }
}

/** The contract's virtual row: what the client sent, a placeholder where nothing is known yet, nobody verified. */
export function virtualCells({ shape, draft, secrets }: CreateAttempt): Cells {
  const known = secrets.hashed.size === 0 ? draft.values : withChanges(draft.values, secrets.hashed)
  const values = hasPasswords(shape, draft) ? withProvisionalHashes(known) : known
  const cells = cellsFrom(shape, values)
  if (!cells['id']) cells['id'] = '__dapur_new_id__'
  if (shape.collection.type === 'auth') cells['verified'] = 0
  return cells
}
