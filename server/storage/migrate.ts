/** Brings the platform's own tables up to date, with Kysely's Migrator. */
import type { Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import type { Tables } from './dialect.ts'

/** By name; names sort in the order in which they were written: `0001_system`, `0002_…`. */
export type Migrations = Readonly<Record<string, Migration>>

/** What has tables of ours: the storage, and the auxiliary one. */
interface Migratable {
  readonly cold: Kysely<Tables>
  transaction<T>(
    work: (tx: { readonly db: Kysely<Tables> }) => Promise<T>,
    options?: { readonly deadline?: number },
  ): Promise<T>
}

/** The longest that one migration may take, in ms. */
const longestMigration = 10 * 60_000

/**
 * Run the migrations that have not run yet, each in a transaction of its own; answers their names.
 *
 * @example await migrate(storage, migrations)
 * @throws Error when one fails (it is undone, those before it stay), or the data was written by a newer version
 */
export async function migrate(storage: Migratable, migrations: Migrations): Promise<string[]> {
  const known = await migratorOn(storage.cold, migrations).getMigrations()
  await refuseNewer(storage.cold, known)
  const pending = known.filter((migration) => !migration.executedAt)
  const done: string[] = []
  for (const { name } of pending) {
    await storage.transaction((tx) => runNext(tx.db, migrations), { deadline: longestMigration })
    done.push(name)
  }
  return done
}

/** The Migrator only looks when there is something to run. */
async function refuseNewer(
  db: Kysely<Tables>,
  known: readonly { readonly name: string; readonly executedAt?: Date }[],
): Promise<void> {
  // Before the first one there is no table.
  if (!known.some(({ executedAt }) => executedAt)) return
  const names = new Set(known.map(({ name }) => name))
  const rows = await db.selectFrom('_dapur_migrations').select('name').execute()
  const unknown = rows.map(({ name }) => String(name)).find((name) => !names.has(name))
  if (unknown === undefined) return
  throw new Error(
    `the data was written by a newer version of Dapur: it has the migration "${unknown}", which this one does not know`,
  )
}

/** A migration, and when it has run: undefined while it is pending. */
export interface MigrationState {
  readonly name: string
  readonly ranAt: string | undefined
}

/**
 * Which migrations have run, in order.
 *
 * @example await migrationStates(storage, migrations) // [{ name: '0001_system', ranAt: '2026-11-24T08:00:00.000Z' }]
 */
export async function migrationStates(
  storage: Pick<Migratable, 'cold'>,
  migrations: Migrations,
): Promise<MigrationState[]> {
  const known = await migratorOn(storage.cold, migrations).getMigrations()
  return known.map(({ name, executedAt }) => ({ name, ranAt: executedAt?.toISOString() }))
}

async function runNext(db: Kysely<Tables>, migrations: Migrations): Promise<void> {
  // The transaction around it is ours, so the Migrator must not open another one.
  const { error } = await migratorOn(db, migrations).migrateUp({ disableTransactions: true })
  if (error instanceof Error) throw error
  if (error !== undefined) throw new Error('a migration failed', { cause: error })
}

function migratorOn(db: Kysely<Tables>, migrations: Migrations): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: '_dapur_migrations',
    migrationLockTableName: '_dapur_migrations_lock',
  })
}
