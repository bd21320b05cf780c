import { apiError } from '../base/error.ts'
import { type Collection, SUPERUSERS } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import { createRecord } from '../records/create.ts'
import { deleteRecord } from '../records/delete.ts'
import type { House } from '../records/house.ts'
import { updateRecord } from '../records/update.ts'
import { findAccount } from './find-account.ts'
import { text } from './record-actor.ts'
import { systemAsk } from './system-ask.ts'

/*
 * Superusers by e-mail address, for the command line and the start (contract services.md §8.2). All goes through
 * the verbs of `records/`, so addresses and passwords are checked as everywhere.
 */

export interface SuperuserCredentials {
  readonly email: string
  readonly password: string
}

/**
 * Create a superuser.
 *
 * Errors: `validation_failed` 400, also when there is one with this address.
 *
 * @example await createSuperuser(house, { email: 'sri@warung.id', password: '…' })
 */
export async function createSuperuser(
  house: House,
  { email, password }: SuperuserCredentials,
): Promise<void> {
  await createRecord(house, systemAsk(house), SUPERUSERS, { email, password, passwordConfirm: password })
}

/** Give a superuser another password: signs that one out everywhere. Errors: `record_not_found` 404, `validation_failed` 400. */
export async function updateSuperuser(
  house: House,
  { email, password }: SuperuserCredentials,
): Promise<void> {
  const record = await findSuperuser(house, email)
  if (!record) throw apiError('record_not_found', {})
  await setPassword(house, record, password)
}

/** Create a superuser, or give the one with this address this password. Errors: `validation_failed` 400. */
export async function upsertSuperuser(
  house: House,
  credentials: SuperuserCredentials,
): Promise<'created' | 'updated'> {
  const record = await findSuperuser(house, credentials.email)
  if (!record) {
    await createSuperuser(house, credentials)
    return 'created'
  }
  await setPassword(house, record, credentials.password)
  return 'updated'
}

/**
 * The same at every start: a password that is right already is left alone, so that a restart signs nobody out.
 *
 * @example await ensureSuperuser(house, { email: 'sri@warung.id', password: '…' }) // 'kept'
 */
export async function ensureSuperuser(
  house: House,
  credentials: SuperuserCredentials,
): Promise<'created' | 'updated' | 'kept'> {
  const record = await findSuperuser(house, credentials.email)
  if (record && (await house.verifyPassword(credentials.password, text(record, 'password')))) return 'kept'
  return upsertSuperuser(house, credentials)
}

/** Delete a superuser; says whether there was one. Errors: `superuser_last` 400. */
export async function deleteSuperuser(house: House, email: string): Promise<boolean> {
  const record = await findSuperuser(house, email)
  if (record) await deleteRecord(house, systemAsk(house), SUPERUSERS, text(record, 'id'))
  return record !== undefined
}

/** The collection of superusers: there is no Dapur without it. */
function superusersOf(house: House): Collection {
  const collection = house.catalog.current.find(SUPERUSERS)
  if (!collection) throw new Error(`the system collection "${SUPERUSERS}" is missing`)
  return collection
}

function findSuperuser(house: House, email: string): Promise<Cells | undefined> {
  return findAccount(house, superusersOf(house), email, ['email'])
}

async function setPassword(house: House, record: Cells, password: string): Promise<void> {
  const body = { password, passwordConfirm: password }
  await updateRecord(house, systemAsk(house), SUPERUSERS, text(record, 'id'), body)
}
