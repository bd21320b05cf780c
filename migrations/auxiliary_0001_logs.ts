/** The logs: contract data.md §7.9. A data directory that comes from elsewhere may have them already. */
import { sql, type Kysely } from 'kysely'

type Tables = Record<string, Record<string, string | number | null>>

/** Ids and times are always supplied, so they have no defaults. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_logs')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('level', 'integer', (column) => column.defaultTo(0).notNull())
    .addColumn('message', 'text', (column) => column.defaultTo('').notNull())
    .addColumn('data', 'json', (column) => column.defaultTo('{}').notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .execute()
  const index = (name: string) => db.schema.createIndex(`idx__logs_${name}`).ifNotExists().on('_logs')
  await index('level').column('level').execute()
  await index('created').column('created').execute()
  // Rows of one hour lie together here, so that the statistics need not sort what they count.
  await index('hour')
    .expression(sql`substr("created", 1, 13)`)
    .execute()
}
