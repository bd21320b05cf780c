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
import type { Reader } from '../storage/dialect.ts'
import type { AuthCollection } from './auth-collection.ts'
import type { Attempt } from './auth-method.ts'
import type { Arrival, PreparedArrival } from './oauth2-arrival.ts'

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
  const filled = await bodyOf({ house: held.house, reader: held.tx }, collection, arrival)
  if (hasPassword(filled)) {
    const deed = verifying(createDeed(ask, collection.id, filled), filled, { arrival, locked: [] })
    return (await performHeld(held, deed, arrival.ready)).cells
  }
  const body = withRandomPassword(filled)
  const locked = await arrival.lock()
  const deed = verifying(createDeed(ask, collection.id, body), body, { arrival, locked })
  return (await performHeld(held, deed, arrival.ready ?? noSecrets)).cells
}

/**
 * Hash the password of a client's own, if it brings one, and store the picture: before the transaction that will create
 * the record. Undefined where there is neither.
 */
export async function readySignUp(
  house: House,
  { ask, collection }: Attempt,
  arrival: Arrival & Pick<PreparedArrival, 'lock'>,
): Promise<Secrets | undefined> {
  const scene = { house, catalog: house.catalog.current, reader: house.storage.hot }
  const filled = await bodyOf(scene, collection, arrival)
  if (hasPassword(filled)) return createDeed(ask, collection.id, filled).readySecrets(scene, noChanges, false)
  if (!ask.uploads) return undefined
  const deed = createDeed(ask, collection.id, withRandomPassword(filled))
  return deed.readySecrets(scene, new Map(await arrival.lock()), false)
}

/** What is stored is another one, which was hashed beforehand: this one is for the checks of a sign-up. */
function withRandomPassword(body: Body): Body {
  const password = randomString(30)
  return { ...body, password, passwordConfirm: password }
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

/** Where names are looked for that somebody may have already. */
interface Place {
  readonly house: House
  readonly reader: Reader
}

async function bodyOf(
  place: Place,
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
    if (key === 'username' && !(await isFree(place, collection, field, value))) continue
    body[field.name] = value
  }
  return body
}

/** A file is no text: the picture behind an address is fetched, and comes as an upload (`oauth2-avatar.ts`). */
function takesText({ type }: ShapeField): boolean {
  return type.name !== 'file'
}

/** A name that the field would refuse, or that somebody has, is left out: nobody is kept away by it. */
async function isFree(
  { house, reader }: Place,
  collection: AuthCollection,
  { name, type, field }: ShapeField,
  value: string,
): Promise<boolean> {
  const found = await type.check(type.normalise(value, field.options), field.options, {
    verb: 'create',
    tx: reader,
    stored: undefined,
    recordId: '',
    collection: { id: collection.id, name: collection.name },
    tableOf: (id) => house.catalog.current.byId(id)?.name,
  })
  if (found) return false
  const ignoreCase = uniqueIndexOn(collection, name)?.ignoresCase ?? false
  return !(await readRecordBy(house.storage, reader, collection, { field: name, value, ignoreCase }))
}
