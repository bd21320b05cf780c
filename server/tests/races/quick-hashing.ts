import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { House } from '../../records/house.ts'

/**
 * Passwords that take no time. Slow ones let runners pass two at a time, and by far not all of them; without the wait
 * all of a hundred reach the value that they race for at the same moment.
 */
export const quickHashing: Pick<House, 'hashPassword' | 'verifyPassword'> = {
  async hashPassword(plain) {
    await setImmediate()
    // Begins as those of today do: a sign-in would replace it otherwise.
    return `$argon2id$v=19$m=19456,t=2,p=1$${createHash('sha256').update(plain).digest('hex')}`
  },
  verifyPassword: async (plain, stored) => stored === (await quickHashing.hashPassword(plain)),
}
