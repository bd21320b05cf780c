import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PocketBase from 'pocketbase'
import { onTestFinished } from 'vitest'
import { type App, openApp } from '../app.ts'
import { listen } from '../cli/listen.ts'
import { type ImportOptions, importPocketbase } from '../ops/import-pocketbase.ts'
import type { ImportReport } from '../ops/import-report.ts'
import { type FixtureOptions, moved, writeFixture } from './pocketbase-fixture.ts'

/** A source and where it shall go, in a folder that is removed when the test is over. */
export interface Move {
  readonly base: string
  readonly source: string
  readonly target: string
  readonly run: (options?: Partial<ImportOptions>) => Promise<ImportReport>
}

/** A source that was moved, and a server on it. */
export interface ImportedApp extends Move {
  readonly report: ImportReport
  readonly app: App
  /** The official SDK, signed in as nobody. */
  readonly guest: PocketBase
  /** The official SDK, signed in as a superuser by the old password. */
  readonly root: PocketBase
}

export async function openMove(fixture: FixtureOptions = {}): Promise<Move> {
  const base = await mkdtemp(join(tmpdir(), 'dapur-move-'))
  onTestFinished(() => rm(base, { recursive: true, force: true }))
  const [source, target] = [join(base, 'pb_data'), join(base, 'data')]
  writeFixture(source, fixture)
  return { base, source, target, run: (options) => importPocketbase({ source, target, ...options }) }
}

/** Move a source and serve it: `const { guest } = await openImported()`. */
export async function openImported(
  fixture: FixtureOptions = {},
  options: Partial<ImportOptions> = {},
): Promise<ImportedApp> {
  const move = await openMove(fixture)
  const report = await move.run(options)
  const app = await openApp({ dir: move.target, durability: 'full', origins: ['*'], logLevel: 'silent' })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await server.close()
    await app.close()
  })
  const root = new PocketBase(server.address)
  await root.collection('_superusers').authWithPassword(moved.superuser, moved.password)
  return { ...move, report, app, guest: new PocketBase(server.address), root }
}
