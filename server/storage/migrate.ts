/** Brings the platform's own tables up to date, with Kysely's Migrator. */
import type { Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import type { Storage, Tables } from './dialect.ts'

/** By name; names sort in the order in which they were written: `0001_system`, `0002_…`. */
export type Migrations = Readonly<Record<string, Migration>>

/** The longest that one migration may take, in ms. */
const longestMigration = 10 * 60_000

/**
 * Run the migrations that have not run yet, each in a transaction of its own; answers their names.
 *
 * @example await migrate(storage, migrations)
 * @throws Error when one fails (it is undone, those before it stay), or the data was written by a newer version
 */
export async function migrate(storage: Storage, migrations: Migrations): Promise<string[]> {
  const known = await migratorOn(storage.cold, migrations).getMigrations()
  const pending = known.filter((migration) => !migration.executedAt)
  const done: string[] = []
  for (const { name } of pending) {
    await storage.transaction((tx) => runNext(tx.db, migrations), { deadline: longestMigration })
    done.push(name)
  }
  return done
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
