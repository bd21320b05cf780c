import type { App } from '../server/app.ts'
import { authCollection } from '../server/auth/auth-collection.ts'
import { systemAsk } from '../server/auth/system-ask.ts'
import { issueToken } from '../server/auth/token.ts'
import { createRecord } from '../server/records/create.ts'

/** Somebody who may sign in. */
export interface Account {
  readonly id: string
  readonly token: string
}

/**
 * Make an account with a token, without the hash of its password: that takes longer than all the rest.
 *
 * @param collectionId of an auth collection
 * @example const { token } = await makeAccount(app, 'users', { email: 'a1@example.com' })
 */
export async function makeAccount(
  { house }: App,
  collectionId: string,
  cells: { readonly email: string; readonly team?: number },
): Promise<Account> {
  const password = 'sambal-terasi-9'
  const quick = { ...house, hashPassword: async () => 'unusable' }
  const body = { ...cells, password, passwordConfirm: password }
  const { cells: record } = await createRecord(quick, systemAsk(quick), collectionId, body)
  const collection = authCollection(house.catalog.current, collectionId)
  const token = issueToken({ type: 'auth', collection, record, now: Date.now() })
  return { id: String(record['id']), token }
}
