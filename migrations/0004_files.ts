/** Files that nothing names any more, until they are removed. */
import type { Kysely } from 'kysely'

type Tables = Record<string, Record<string, string | number | null>>

/** `record` is empty for all files of a collection; `due` is in milliseconds since 1970. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_dapur_gone_files')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('collection', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('names', 'json', (column) => column.notNull())
    .addColumn('due', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.defaultTo(0).notNull())
    .execute()
  await db.schema.createIndex('idx__dapur_gone_files_due').on('_dapur_gone_files').column('due').execute()
}
