import { verify as verifyBcrypt } from '@node-rs/bcrypt'
import type { Argon2id } from 'oslo/password'
import { availableParallelism } from 'node:os'
import { apiError } from './error.ts'
import { semaphore, type Semaphore } from './semaphore.ts'

/**
 * The longest password in UTF-8 bytes. bcrypt reads no further, so that two longer passwords could pass for
 * each other; and nobody may make us hash megabytes (contract services.md §1.4).
 */
const maxPasswordBytes = 72

/** How new hashes begin: argon2id with the parameters of today (19,456 KiB, 2 passes, 1 lane). */
const currentPrefix = '$argon2id$v=19$m=19456,t=2,p=1$'

const argon2idForm =
  /^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,3},p=\d{1,2}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,171}$/
const bcryptForm = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/

/**
 * A hash that belongs to nobody and that no password is known for. Verify against it where there is no account:
 * the answer then takes as long as for one (`reliability.md` A12).
 */
export const nobodysHash: string = `${currentPrefix}QLJe+DBKBBFLWqnTlr8kkg$8AjH6h1FsoA/H1XL+en9Lj6ViDhSOUKFLHWos2buKAg`

/**
 * Hashing takes its memory and its time on libuv's few threads: more at once gain nothing and starve files and
 * DNS (measured, `performance.md` §8).
 */
export const hashing: Semaphore = semaphore({
  slots: Math.min(2, Math.max(1, availableParallelism() - 1)),
  queue: 64,
  refuse: () => apiError('hashing_busy', {}),
})

/**
 * Make a password's stored form: argon2id as a PHC string. Unicode is normalised (NFKC) first, so a password
 * may be typed composed or decomposed.
 *
 * Errors: `hashing_busy` 503; a plain RangeError over 72 bytes, which the caller has to refuse before.
 *
 * @example await hashPassword('correct horse') // '$argon2id$v=19$m=19456,t=2,p=1$…'
 */
export async function hashPassword(plain: string): Promise<string> {
  if (isTooLong(plain))
    throw new RangeError(`a password of more than ${maxPasswordBytes} bytes was to be hashed`)
  return hashing.run(async () => (await argon2id()).hash(plain))
}

/**
 * Does this plain password belong to this stored form? Understands our argon2id and the bcrypt of imported
 * accounts; anything else, an empty stored form too, matches nothing. A password of more than 72 bytes is
 * nobody's, whatever it is compared with.
 *
 * Errors: `hashing_busy` 503.
 *
 * @example await verifyPassword('correct horse', record.password)
 */
export async function verifyPassword(plain: string, stored: string): Promise<boolean> {
  if (isTooLong(plain)) return false
  if (argon2idForm.test(stored)) return hashing.run(async () => (await argon2id()).verify(stored, plain))
  // Not through oslo: its NFKC would fail bcrypt hashes that were made of the bytes as typed.
  if (bcryptForm.test(stored)) return hashing.run(() => verifyBcrypt(plain, stored))
  return false
}

/** Is this stored form what `hashPassword` makes today? One that is not is replaced at the next sign-in. */
export function isCurrentHash(stored: string): boolean {
  return stored.startsWith(currentPrefix)
}

function isTooLong(plain: string): boolean {
  return Buffer.byteLength(plain) > maxPasswordBytes
}

let loaded: Argon2id | undefined

/** The native part is loaded at the first password, not at every start. */
async function argon2id(): Promise<Argon2id> {
  if (!loaded) {
    const oslo = await import('oslo/password')
    loaded = new oslo.Argon2id()
  }
  return loaded
}
