import { bagOf } from '../base/bag.ts'
import { isLate } from '../base/now.ts'
import { PasswordValue } from '../fields/password.ts'
import type { House } from './house.ts'
import type { Draft } from './input.ts'
import type { Shape } from './shape.ts'

/** New password values with their hashes, by field. */
export type Hashed = ReadonlyMap<string, PasswordValue>

/** What stands for a hash while rules are asked and checks are made, before hashing is worth its while. */
const PROVISIONAL = 'not hashed yet'

/** Does the draft set a password? */
export function hasPasswords(shape: Shape, { values }: Draft): boolean {
  return shape.fields.some(({ name }) => needsHash(values[name]))
}

/**
 * Hash the new passwords of a draft, off the loop. A password that its field would refuse is not worth a hash:
 * it gets a provisional one, and the check says what is wrong with it.
 *
 * Errors: `hashing_busy` 503.
 */
export async function hashPasswords(house: House, shape: Shape, { values }: Draft): Promise<Hashed> {
  const hashed = new Map<string, PasswordValue>()
  for (const { name } of shape.fields) {
    const value = values[name]
    if (!needsHash(value)) continue
    hashed.set(
      name,
      value.withHash(isAcceptable(shape, name, value) ? await house.hashPassword(value.plain) : PROVISIONAL),
    )
  }
  return hashed
}

/** The same values with something in the place of every hash that is still to come. */
export function withProvisionalHashes(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const next = bagOf(values)
  for (const [name, value] of Object.entries(values))
    if (needsHash(value)) next[name] = value.withHash(PROVISIONAL)
  return next
}

function needsHash(value: unknown): value is PasswordValue {
  return value instanceof PasswordValue && value.needsHash
}

function isAcceptable(shape: Shape, name: string, value: PasswordValue): boolean {
  const known = shape.byName.get(name)
  if (!known) return false
  const found = known.type.check(value, known.field.options, {
    verb: 'create',
    tx: { all: () => [], get: () => undefined },
    stored: undefined,
    recordId: '',
    collection: shape.collection,
    tableOf: () => undefined,
  })
  return !isLate(found) && found === undefined
}
