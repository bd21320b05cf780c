import { hash as bcrypt } from '@node-rs/bcrypt'
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { hashing, hashPassword, isCurrentHash, nobodysHash, verifyPassword } from './crypto.ts'

test('services §1.4 a new hash is argon2id and matches its password only', async () => {
  const stored = await hashPassword('sate ayam')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(isCurrentHash(stored)).toBe(true)
  expect(await verifyPassword('sate ayam', stored)).toBe(true)
  expect(await verifyPassword('sate ayaM', stored)).toBe(false)
  expect(await hashPassword('sate ayam')).not.toBe(stored)
})

test('a password may be typed composed or decomposed', async () => {
  expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true)
})

test('an argon2id hash with other parameters matches and is not current', async () => {
  const stored =
    '$argon2id$v=19$m=1024,t=3,p=2$L8Mklzazl0c3S+4caRauFQ$vKqQ06YEdI8nFc5fw5f2WkWz1fB2rHjP+YPDRV9SIkI'
  expect(await verifyPassword('sate ayam', stored)).toBe(true)
  expect(isCurrentHash(stored)).toBe(false)
})

test.each(['$2a$', '$2b$', '$2y$'])('an imported %s hash matches by its bytes as typed', async (prefix) => {
  for (const plain of ['sate ayam', 'e\u0301 \ufb01']) {
    const stored = prefix + (await bcrypt(plain, 4)).slice(4)
    expect(await verifyPassword(plain, stored)).toBe(true)
    expect(await verifyPassword(`${plain}!`, stored)).toBe(false)
    expect(isCurrentHash(stored)).toBe(false)
  }
})

test('services §1.4 bytes beyond the 72 that bcrypt reads are not ignored', async () => {
  const start = 'x'.repeat(72)
  const stored = await bcrypt(`${start}a`, 4)
  expect(await verifyPassword(`${start}b`, stored)).toBe(false)
  expect(await verifyPassword('é'.repeat(37), await bcrypt('é'.repeat(37), 4))).toBe(false)
  await expect(hashPassword(`${start}a`)).rejects.toThrow(RangeError)
  expect(await verifyPassword(start, await hashPassword(start))).toBe(true)
})

test.each([
  ['empty', ''],
  ['plain text', 'sate ayam'],
  ['another kind of argon2', '$argon2i$v=19$m=19456,t=2,p=1$QLJe+DBKBBFLWqnTlr8kkg$8AjH6h1FsoA/H1XL'],
  ['a cut argon2id', '$argon2id$v=19$m=8,t=1,p=1$YWJj$YWJj'],
  ['a cut bcrypt', '$2a$10$N9qo8uLOickgx2ZMRZoMye'],
  ['nobody', nobodysHash],
])('what is stored is %s: nothing matches, nothing is thrown', async (_, stored) => {
  expect(await verifyPassword('', stored)).toBe(false)
  expect(await verifyPassword('sate ayam', stored)).toBe(false)
})

test('verifying for nobody is work of the same kind as for somebody', async () => {
  const work = verifyPassword('sate ayam', nobodysHash)
  expect(hashing.running).toBe(1)
  await work
  expect(isCurrentHash(nobodysHash)).toBe(true)
})

test('a crowd is refused beyond the line, and all others are served', async () => {
  const slots = Math.min(2, Math.max(1, availableParallelism() - 1))
  const stored = await bcrypt('sate ayam', 4)
  const crowd = Array.from({ length: 64 + slots + 3 }, () => verifyPassword('sate ayam', stored))
  const answers = await Promise.allSettled(crowd)
  const refused = answers.filter((answer) => answer.status === 'rejected')
  expect(refused.map((answer) => String(answer.reason?.code))).toEqual(Array(3).fill('hashing_busy'))
  expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value)).toHaveLength(64 + slots)
})
