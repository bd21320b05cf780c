import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, memoryStore } from '@dapur/sdk'
import { mannWhitney } from './mann-whitney.ts'
import { startServer, SUPERUSER } from './server-process.ts'

/** How a door that takes an address answers accounts that exist, and those that do not. */
export interface Timing {
  readonly door: string
  /** In ms. */
  readonly known: number[]
  readonly unknown: number[]
  /** How likely it is that both are of one kind. */
  readonly p: number
}

/** What is sent to each door. `request-email-change` is none of them: whether an address is taken is its answer. */
const doors: readonly (readonly [name: string, body: (email: string) => object])[] = [
  ['auth-with-password', (identity) => ({ identity, password: 'wrong guess' })],
  ['request-otp', (email) => ({ email })],
  ['request-verification', (email) => ({ email })],
  ['request-password-reset', (email) => ({ email })],
]

const USERS = '/api/collections/users'
/** So that what an answer leaves behind, such as a mail, is done before the next is timed. */
const PAUSE_MS = 4
const WARM_UP = 20
const AT_ONCE = 8

/**
 * Time every door with so many accounts that exist and as many that do not, one after the other in random order. Each
 * address is used once a door, so that nobody is slowed down for asking twice.
 *
 * @example const timings = await timeDoors(300)
 */
export async function timeDoors(count: number): Promise<Timing[]> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-timings-'))
  const server = await startServer({ dir })
  try {
    await makeAccounts(server.url, count + WARM_UP)
    const timings: Timing[] = []
    for (const [door, body] of doors) {
      const time = (email: string): Promise<number> => timeOne(`${server.url}${USERS}/${door}`, body(email))
      for (let i = count; i < count + WARM_UP; i++)
        for (const email of [knownAt(i), unknownAt(i)]) await time(email)
      timings.push({ door, ...(await timeBoth(count, time)) })
    }
    return timings
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function timeBoth(
  count: number,
  time: (email: string) => Promise<number>,
): Promise<Omit<Timing, 'door'>> {
  const [known, unknown]: [number[], number[]] = [[], []]
  for (let i = 0; i < count; i++) {
    const pair = [
      async () => known.push(await time(knownAt(i))),
      async () => unknown.push(await time(unknownAt(i))),
    ]
    if (Math.random() < 0.5) pair.reverse()
    for (const step of pair) await step()
  }
  return { known, unknown, p: mannWhitney(known, unknown) }
}

async function timeOne(url: string, body: object): Promise<number> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const began = performance.now()
  await (await fetch(url, init)).arrayBuffer()
  const took = performance.now() - began
  await sleep(PAUSE_MS)
  return took
}

/** Addresses of one length: a longer one is more work for everybody. */
const knownAt = (i: number): string => `known${String(i).padStart(4, '0')}@example.com`
const unknownAt = (i: number): string => `other${String(i).padStart(4, '0')}@example.com`

async function makeAccounts(url: string, count: number): Promise<void> {
  const dapur = createClient(url, { store: memoryStore() })
  await dapur.collection('_superusers').signIn(SUPERUSER)
  const users: Readonly<Record<string, unknown>> = { ...(await dapur.collections.get('users')) }
  await dapur.collections.update('users', { otp: { ...Object(users['otp']), enabled: true } })
  const password = 'sambal terasi 9'
  const next = Array.from({ length: count }, (_, i) => knownAt(i))
  const work = async (): Promise<void> => {
    for (let email = next.pop(); email !== undefined; email = next.pop())
      await dapur.collection('users').create({ email, password, passwordConfirm: password })
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
