/** The change log by record, for whoever comes back after a cut and for histories; and how far it was pruned. */
import { type Kysely, sql } from 'kysely'

type Tables = Record<string, Record<string, string | number | null>>

export async function up(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createIndex('idx__dapur_changes_record')
    .on('_dapur_changes')
    .columns(['collection', 'record'])
    .execute()
  await db.schema
    .createTable('_dapur_pruned')
    .addColumn('seq', 'integer', (column) => column.notNull())
    .execute()
  await sql`INSERT INTO _dapur_pruned (seq) VALUES (0)`.execute(db)
}
