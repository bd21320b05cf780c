import { actions, type Action, guest, type Scope } from '../base/actor.ts'
import { ApiError } from '../base/error.ts'
import { andThen, type Now } from '../base/now.ts'
import { dapurOptions } from '../collections/dapur-options.ts'
import type { Cells } from '../records/change.ts'
import { findRecord } from '../records/find.ts'
import type { House } from '../records/house.ts'
import { z } from 'zod'
import { type AuthCollection, isAuthCollection } from './auth-collection.ts'
import { requireAuthRule } from './auth-rule.ts'
import type { Proof } from './proof.ts'
import { recordActor } from './record-actor.ts'
import { isSecretOf, keyHashOf } from './secret-hash.ts'
import { systemAsk } from './system-ask.ts'

const form = /^dapur_([a-z0-9]{15})_([\w-]{43})$/
const SELECT =
  'SELECT "collectionRef", "recordRef", "hash", "keyHash", "scopes", "expires" FROM "_dapur_api_keys" WHERE "id" = ?'

const rowSchema = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.number()])
type Row = z.infer<typeof rowSchema>

/**
 * Whose API key this is. Undefined for whatever reason it is not good: unknown, revoked, out of time, made before the
 * record's `tokenKey` changed, switched off for the collection, or a record that may not sign in (any more). Answers
 * at once where the database does and no `authRule` has to be asked.
 *
 * @example const proof = await proveApiKey(house, 'dapur_mf3k2a9x0q7w2bc_kYt3…')
 */
export function proveApiKey(house: House, key: string): Now<Proof | undefined> {
  const [, id, secret] = form.exec(key) ?? []
  if (id === undefined || secret === undefined) return undefined
  return andThen(house.storage.hot.get(SELECT, [id]), (cells) => {
    const row = cells && rowSchema.parse(cells)
    if (!row || !isSecretOf(secret, row[2]) || house.clock.now() >= endOf(row)) return undefined
    const collection = house.catalog.current.byId(row[0])
    if (!collection || !isAuthCollection(collection)) return undefined
    if (!dapurOptions(collection.auth).apiKeys.enabled) return undefined
    return andThen(findRecord(house, collection, row[1]), (record) => {
      if (!record || keyHashOf(record) !== row[3]) return undefined
      const proof = proofOf(id, row, collection, record)
      return andThen(maySignIn(house, collection, record), (may) => (may ? proof : undefined))
    })
  })
}

/** A key has no sign-in at which the `authRule` could be asked: it is asked here, as of a guest. */
function maySignIn(house: House, collection: AuthCollection, record: Cells): Now<boolean> {
  if (collection.auth.authRule === '') return true
  const ask = { ...systemAsk(house), actor: guest }
  return requireAuthRule(house, ask, collection, record).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ApiError) return false
      throw error
    },
  )
}

function proofOf(id: string, row: Row, collection: AuthCollection, record: Cells): Proof {
  const scope = parseScope(row[4])
  const actor = {
    ...recordActor(collection, record),
    via: { kind: 'apiKey' as const, id },
    ...(scope && { scope }),
  }
  return { collection, record, actor, end: endOf(row) }
}

/** 0 is a key without end. */
function endOf([, , , , , expires]: Row): number {
  return expires === 0 ? Number.POSITIVE_INFINITY : expires
}

const scopeSchema: z.ZodType<Scope | '*'> = z.union([
  z.literal('*'),
  z.array(
    z.object({ collections: z.array(z.string()), actions: z.array(z.enum<readonly Action[]>(actions)) }),
  ),
])

/** What a key is stored with; undefined for one that may do all that its record may. */
export function parseScope(json: string): Scope | undefined {
  const scope = scopeSchema.parse(JSON.parse(json))
  return scope === '*' ? undefined : scope
}
