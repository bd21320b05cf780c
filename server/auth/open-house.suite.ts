import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import { type Actor, guest } from '../base/actor.ts'
import type { Clock } from '../base/clock.ts'
import { hashPassword, verifyPassword } from '../base/crypto.ts'
import { ApiError } from '../base/error.ts'
import { fetchPublic } from '../base/fetch-public.ts'
import { openCatalog } from '../collections/catalog.ts'
import { installSystemCollections } from '../collections/system.ts'
import { updateCollection } from '../collections/update.ts'
import { diskStore } from '../files/disk.ts'
import { type Cells, changeListeners } from '../records/change.ts'
import { createRecord } from '../records/create.ts'
import { findRecord } from '../records/find.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import { hookTable } from '../hooks/hook-table.ts'
import { openSettings } from '../settings/live-settings.ts'
import { openRateLimits } from '../settings/rate-limits.ts'
import { migrate } from '../storage/migrate.ts'
import { sqlite } from '../storage/sqlite.ts'
import { type AuthCollection, authCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { closeInstaller } from './installer.ts'
import { openOutbox } from './outbox.ts'
import { systemAsk } from './system-ask.ts'

/** A house on a database of its own, that counts what it verifies and whose clock can be put forward. */
export interface TestHouse extends AuthHouse {
  readonly dir: string
  /** The stored forms that passwords were compared with. */
  readonly verified: string[]
  readonly warnings: object[]
  /** The mails that were sent, as the console shows them. */
  readonly mails: string[]
  readonly forward: (ms: number) => void
  readonly close: () => Promise<void>
}

export async function openHouse(): Promise<TestHouse> {
  const dir = mkdtempSync(join(tmpdir(), 'auth-'))
  const storage = await sqlite.open({ dir, durability: 'normal' })
  await migrate(storage, migrations)
  const catalog = await openCatalog(storage)
  let ahead = 0
  const clock: Clock = { now: () => Date.now() + ahead, steady: () => performance.now() }
  await installSystemCollections({ storage, catalog, clock })
  const settings = await openSettings({ storage, catalog })
  const verified: string[] = []
  const warnings: object[] = []
  const quiet = (): void => undefined
  const mails: string[] = []
  const house: House = {
    storage,
    catalog,
    clock,
    hashPassword,
    log: { debug: quiet, info: quiet, warn: (details) => warnings.push(details), error: quiet },
    changes: changeListeners(),
    settings,
    rateLimits: openRateLimits({ settings, clock }),
    hooks: hookTable(),
    files: diskStore(join(dir, 'storage')),
    arriving: new Set(),
    onInsert: new Set([closeInstaller]),
    onUpdate: new Set(),
    onDelete: new Set(),
    verifyPassword: (plain, stored) => {
      verified.push(stored)
      return verifyPassword(plain, stored)
    },
  }
  const outbox = openOutbox(house, { print: (mail) => mails.push(mail) })
  return {
    ...house,
    dir,
    verified,
    warnings,
    mails,
    outbox,
    privateEndpoints: true,
    fetchPublic,
    tmp: dir,
    idTokenLeeway: 0,
    forward: (ms) => {
      ahead += ms
    },
    close: async () => {
      await outbox.close()
      await storage.close()
      rmSync(dir, { recursive: true })
    },
  }
}

/** A request by this actor. */
export function askBy(house: House, actor: Actor = guest, expand = ''): Ask {
  const auth = actor.kind === 'guest' ? null : actor
  return { actor, expand, context: { ...systemAsk(house).context, auth } }
}

export const PASSWORD = 'nasi goreng'

/** Sign somebody up. */
export async function createUser(house: House, email: string, more: object = {}): Promise<Cells> {
  const body = { email, password: PASSWORD, passwordConfirm: PASSWORD, ...more }
  const { cells } = await createRecord(house, systemAsk(house), 'users', body)
  return cells
}

/** A record as it is stored now. */
export async function stored(house: House, { id }: Cells, collection = 'users'): Promise<Cells> {
  const cells = await findRecord(house, usersOf(house, collection), String(id))
  if (!cells) throw new Error('the record is gone')
  return cells
}

export function usersOf(house: House, name = 'users'): AuthCollection {
  return authCollection(house.catalog.current, name)
}

/** Change the options of the users. */
export async function change(house: TestHouse, options: object, collection = 'users'): Promise<void> {
  await updateCollection(house, collection, options)
}

/** The refusal that a promise ends in: its status and code, and the codes of its problems. */
export async function refusal(promise: Promise<unknown>): Promise<object> {
  try {
    await promise
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const { status, code, data } = error
    const problems = Object.fromEntries(Object.entries(data).map(([key, problem]) => [key, problem.code]))
    return Object.keys(problems).length > 0 ? { status, code, problems } : { status, code }
  }
  return { status: 200 }
}
