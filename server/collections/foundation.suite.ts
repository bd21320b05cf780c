import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, onTestFinished } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { ApiError } from '../base/error.ts'
import type { ProblemTree } from '../base/problem.ts'
import { migrate } from '../storage/migrate.ts'
import { sqlite } from '../storage/sqlite.ts'
import { openCatalog } from './catalog.ts'
import type { Foundation } from './foundation.ts'

/** The time of all tests; they move it by hand. */
export interface TestFoundation extends Foundation {
  readonly clock: { now(): number; steady(): number; time: number }
}

/** A migrated database in a folder of its own, gone when the test is over. */
export async function openFoundation(): Promise<TestFoundation> {
  const { foundation, close } = await makeFoundation()
  onTestFinished(close)
  return foundation
}

/** One for all tests of a `describe`, for those that must not change anything. */
export function sharedFoundation(prepare: (house: TestFoundation) => Promise<unknown>): () => TestFoundation {
  let shared: TestFoundation | undefined
  beforeAll(async () => {
    const { foundation, close } = await makeFoundation()
    await prepare(foundation)
    shared = foundation
    return close
  })
  return () => {
    if (!shared) throw new Error('ask for it inside a test')
    return shared
  }
}

async function makeFoundation(): Promise<{ foundation: TestFoundation; close: () => Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-collections-'))
  const storage = await sqlite.open({ dir, durability: 'normal' })
  await migrate(storage, migrations)
  const time = Date.UTC(2026, 0, 2, 3, 4, 5, 678)
  const clock = { time, now: () => clock.time, steady: () => clock.time }
  const close = async (): Promise<void> => {
    await storage.close()
    rmSync(dir, { recursive: true })
  }
  return { foundation: { storage, catalog: await openCatalog(storage), clock }, close }
}

/** Everything that must be as before when a change fails: tables, definitions, and what is in memory. */
export async function snapshot({ storage, catalog }: Foundation): Promise<unknown> {
  return {
    schema: await storage.hot.all('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name', []),
    definitions: await storage.hot.all('SELECT * FROM _collections ORDER BY rowid', []),
    catalog: catalog.current,
  }
}

/** The API error that this work ends in; fails when it does not. */
export async function refusal(work: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiError)) throw new Error('it was not refused with an API error', { cause: error })
  return error
}

/** The codes of a refusal by dotted path. */
export async function codes(work: Promise<unknown>): Promise<Record<string, string>> {
  const { code, data } = await refusal(work)
  return code === 'validation_failed' ? flatten(data) : { error: code }
}

function flatten(tree: ProblemTree, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, node]) => {
      const code: unknown = node['code']
      return typeof code === 'string'
        ? [[path + key, code]]
        : Object.entries(flatten(node as ProblemTree, `${path}${key}.`))
    }),
  )
}
