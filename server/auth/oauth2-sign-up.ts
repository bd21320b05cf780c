import { apiError } from '../base/error.ts'
import { randomString } from '../base/id.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import { uniqueIndexOn } from '../collections/indexes.ts'
import type { Cells } from '../records/change.ts'
import { createDeed } from '../records/create-deed.ts'
import { type Deed, noChanges, noSecrets, type Secrets } from '../records/deed.ts'
import { readRecordBy } from '../records/find.ts'
import type { Held } from '../records/held.ts'
import type { House } from '../records/house.ts'
import { type ShapeField, shapeOf } from '../records/shape.ts'
import { performHeld } from '../records/write-hooked.ts'
import type { AuthCollection } from './auth-collection.ts'
import type { Attempt } from './auth-method.ts'
import type { Arrival, PreparedArrival } from './oauth2-arrival.ts'
import type { Json } from './providers/provider.ts'

type Body = Readonly<Record<string, unknown>>

/**
 * Make a record for somebody who has none, as whoever asks would make it: under the collection's create rule, with
 * `@request.context` "oauth2" (contract services.md §2.4). What the client says comes first, then what the provider
 * says. It is verified from the start if its address is the one that the provider has verified.
 *
 * Errors: `rule_closed` 403, also for superusers, who are never made like this; `rule_refused` 400,
 * `validation_failed` 400.
 */
export async function signUp(
  held: Held,
  { ask, collection }: Attempt,
  arrival: PreparedArrival,
): Promise<Cells> {
  if (collection.name === SUPERUSERS) throw apiError('rule_closed', {})
  const filled = await bodyOf(held, collection, arrival)
  if (hasPassword(filled)) {
    const deed = verifying(createDeed(ask, collection.id, filled), filled, { arrival, locked: [] })
    return (await performHeld(held, deed, arrival.ready)).cells
  }
  const password = randomString(30)
  const body = { ...filled, password, passwordConfirm: password }
  const locked = await arrival.lock()
  const deed = verifying(createDeed(ask, collection.id, body), body, { arrival, locked })
  return (await performHeld(held, deed, noSecrets)).cells
}

/** Hash the password of a client's own, if it brings one: before the transaction that will create its record. */
export async function readySignUp(
  house: House,
  { ask, collection }: Attempt,
  createData: Json,
): Promise<Secrets | undefined> {
  if (!hasPassword(createData)) return undefined
  const scene = { house, catalog: house.catalog.current, reader: house.storage.hot }
  return createDeed(ask, collection.id, createData).readySecrets(scene, noChanges, true)
}

function hasPassword({ password }: Body): boolean {
  return password !== undefined && password !== null && password !== ''
}

interface Vouched {
  readonly arrival: Arrival
  readonly locked: readonly (readonly [string, unknown])[]
}

/** No client may say that it is verified; the house may. Hooks come last, as everywhere. */
function verifying(deed: Deed, body: Body, { arrival, locked }: Vouched): Deed {
  const { email } = arrival.profile
  return {
    ...deed,
    write: (work, extras) => {
      const own = extras.changes.get('email') ?? body['email'] ?? ''
      const ours = new Map(locked)
      if (own === email) ours.set('verified', true)
      return deed.write(work, { ...extras, changes: new Map([...ours, ...extras.changes]) })
    },
  }
}

const mapped = ['id', 'name', 'username', 'avatarURL'] as const

async function bodyOf(
  held: Held,
  collection: AuthCollection,
  { profile, createData }: Arrival,
): Promise<Body> {
  const body: Record<string, unknown> = Object.assign(Object.create(null), createData)
  if (!body['email']) body['email'] = profile.email || profile.claimedEmail
  const { mappedFields } = collection.auth.oauth2
  for (const key of mapped) {
    const field = shapeOf(collection).byName.get(mappedFields[key])
    const value = profile[key]
    if (!field || field.name in body || value === '' || !takesText(field)) continue
    if (key === 'username' && !(await isFree(held, collection, field, value))) continue
    body[field.name] = value
  }
  return body
}

/** A file is no text: the picture behind an address is fetched by whoever keeps files. */
function takesText({ type }: ShapeField): boolean {
  return type.name !== 'file'
}

/** A name that the field would refuse, or that somebody has, is left out: nobody is kept away by it. */
async function isFree(
  { house, tx }: Held,
  collection: AuthCollection,
  { name, type, field }: ShapeField,
  value: string,
): Promise<boolean> {
  const found = await type.check(type.normalise(value, field.options), field.options, {
    verb: 'create',
    tx,
    stored: undefined,
    recordId: '',
    collection: { id: collection.id, name: collection.name },
    tableOf: (id) => house.catalog.current.byId(id)?.name,
  })
  if (found) return false
  const ignoreCase = uniqueIndexOn(collection, name)?.ignoresCase ?? false
  return !(await readRecordBy(house.storage, tx, collection, { field: name, value, ignoreCase }))
}
