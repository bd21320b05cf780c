import { apiError } from '../base/error.ts'
import { stringify } from '../fields/stringify.ts'
import { randomString } from '../base/id.ts'
import { type Steps, take } from '../base/now.ts'
import { problem, type ProblemTree, required } from '../base/problem.ts'
import { type Collection, SUPERUSERS } from '../collections/collection.ts'
import { sql } from 'kysely'
import { type Asking, allowsStored, allowsVirtual, orNot } from './allows.ts'
import { manageRuleFor } from './access.ts'
import type { Cell } from '../storage/dialect.ts'
import type { Cells } from './change.ts'
import { deleteCells } from './save.ts'
import { cellsOf, shapeOf } from './shape.ts'
import type { Work } from './work.ts'
import type { Actor } from '../base/actor.ts'

/*
 * What a record of an auth collection has beyond any other: who may set its e-mail and password, and what
 * dies when they change (contract data.md §4.6, services.md §1.3, §1.5).
 */

const mismatch = (what: string) =>
  problem('validation_values_mismatch', `${what} cannot be changed like this.`)

/** May the actor manage this account? Asked of the stored record, or of the one that is about to be. */
export function* isManager(
  asking: Asking,
  actor: Actor,
  cells: Cells,
  verb: 'create' | 'update',
): Steps<boolean> {
  const rule = manageRuleFor(actor, asking.collection)
  if (typeof rule === 'boolean') return rule
  return yield* orNot(
    verb === 'create' ? allowsVirtual(asking, rule, cells) : allowsStored(asking, rule, cells),
  )
}

/** What was submitted around a password. */
export interface Credentials {
  readonly password: string
  readonly passwordConfirm: string
  readonly oldPassword: string
  /** Did the body name a password at all? */
  readonly isNamed: boolean
  /** Whether the old password fits the stored hash; checked before the transaction. */
  readonly oldFits: boolean
}

/** Read them from a body. */
export function credentialsOf(body: Readonly<Record<string, unknown>>): Omit<Credentials, 'oldFits'> {
  const text = (key: string): string => stringify(body[key])
  return {
    password: text('password'),
    passwordConfirm: text('passwordConfirm'),
    oldPassword: text('oldPassword'),
    isNamed: 'password' in body,
  }
}

/** What the checks look at. */
export interface AuthChange {
  readonly verb: 'create' | 'update'
  readonly isManager: boolean
  readonly credentials: Credentials
  readonly values: Readonly<Record<string, unknown>>
  readonly stored: Readonly<Record<string, unknown>> | undefined
}

/**
 * The checks that come before those of the fields; when one fails only these are reported.
 *
 * Errors: `validation_failed` 400.
 */
export function checkAuthChange(change: AuthChange): void {
  const problems: ProblemTree = { ...identityProblems(change), ...passwordProblems(change) }
  if (Object.keys(problems).length > 0) throw apiError('validation_failed', {}, { data: problems })
}

function identityProblems({ verb, isManager, values, stored }: AuthChange): ProblemTree {
  const problems: ProblemTree = {}
  if (isManager) return problems
  if (verb === 'update' && values['email'] !== stored?.['email'])
    problems['email'] = mismatch('The e-mail address')
  if (values['verified'] !== (stored?.['verified'] ?? false)) problems['verified'] = mismatch('"verified"')
  return problems
}

function passwordProblems({ verb, isManager, credentials }: AuthChange): ProblemTree {
  const { password, passwordConfirm, oldPassword, isNamed, oldFits } = credentials
  const isAsked = verb === 'create' || isNamed || passwordConfirm !== '' || oldPassword !== ''
  const problems: ProblemTree = {}
  if (!isAsked) return problems
  if (password === '') problems['password'] = required
  if (passwordConfirm === '' && (verb === 'create' || password !== '' || oldPassword !== ''))
    problems['passwordConfirm'] = required
  else if (passwordConfirm !== password) {
    problems['passwordConfirm'] = problem('validation_values_mismatch', 'The two passwords are not the same.')
  }
  if (verb === 'update' && !isManager && password !== '') {
    if (oldPassword === '') problems['oldPassword'] = required
    else if (!oldFits)
      problems['oldPassword'] = problem(
        'validation_invalid_old_password',
        'This is not the current password.',
      )
  }
  return problems
}

/** What a save of an auth record sets by itself, before its fields are checked. Changes `values`. */
export function completeAuthValues(
  collection: Collection,
  values: Record<string, unknown>,
  {
    stored,
    rotates,
  }: { readonly stored: Readonly<Record<string, unknown>> | undefined; readonly rotates: boolean },
): void {
  if (collection.name === SUPERUSERS) values['verified'] = true
  if (!stored || values['tokenKey'] !== stored['tokenKey']) return
  if (rotates || values['email'] !== stored['email']) values['tokenKey'] = randomString(50)
}

/** Does an account become verified that others may have linked to it before? Then their sessions have to end. */
export function* endsForeignLinks(
  work: Work,
  collection: Collection,
  change: Pick<AuthChange, 'values' | 'stored'>,
): Steps<boolean> {
  if (change.stored?.['verified'] === true || change.values['verified'] !== true) return false
  const rows = yield* rowsOf(work, '_externalAuths', collection.id, String(change.stored?.['id']))
  return rows.length > 0
}

/** What an update of an auth record takes with it, in the same transaction. */
export function* forgetAfterUpdate(
  work: Work,
  collection: Collection,
  before: Cells,
  after: Cells,
): Steps<void> {
  const id = String(before['id'])
  if (before['password'] !== after['password']) {
    yield* forget(work, '_mfas', collection.id, id)
    yield* forget(work, '_authOrigins', collection.id, id)
  }
  if (before['tokenKey'] !== after['tokenKey']) yield* forget(work, '_otps', collection.id, id)
  if (!before['verified'] && after['verified']) yield* forget(work, '_externalAuths', collection.id, id)
}

/** What goes with an auth record when it is deleted. */
export function* forgetAfterDelete(work: Work, collection: Collection, id: string): Steps<void> {
  for (const name of ['_externalAuths', '_mfas', '_otps', '_authOrigins'])
    yield* forget(work, name, collection.id, id)
}

function* forget(work: Work, name: string, collectionId: string, recordId: string): Steps<void> {
  const collection = work.catalog.find(name)
  if (!collection) return
  const shape = shapeOf(collection)
  for (const row of yield* rowsOf(work, name, collectionId, recordId))
    yield* deleteCells(work, shape, cellsOf(shape, row))
}

/** The rows of a system collection that belong to an account. */
function* rowsOf(work: Work, name: string, collectionId: string, recordId: string): Steps<Cell[][]> {
  const collection = work.catalog.find(name)
  if (!collection) return []
  const { columns, table } = shapeOf(collection)
  const text = sql`select ${columns} from ${table} where ${sql.id('collectionRef')} = ${''} and ${sql.id('recordRef')} = ${''}`
  return yield* take(work.tx.all(text.compile(work.house.storage.cold).sql, [collectionId, recordId]))
}

/** The last superuser stays. Errors: `superuser_last` 400. */
export function* checkNotLast(work: Work, collection: Collection): Steps<void> {
  if (collection.name !== SUPERUSERS) return
  const shape = shapeOf(collection)
  const rows = yield* take(
    work.tx.all(
      sql`select ${sql.id('id')} from ${shape.table} limit 2`.compile(work.house.storage.cold).sql,
      [],
    ),
  )
  if (rows.length < 2) throw apiError('superuser_last', {})
}
