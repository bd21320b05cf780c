/** The platform's own tables: collections, settings, the change log, and what other processes watch. */
import { sql, type Kysely } from 'kysely'

type Tables = Record<string, Record<string, string | number | null>>

export async function up(db: Kysely<Tables>): Promise<void> {
  await createCollections(db)
  await createParams(db)
  await createChanges(db)
  await createVersions(db)
}

/** Contract data.md §7.2. Ids are always supplied, so they have no default. */
async function createCollections(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_collections')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('system', 'boolean', (column) => column.defaultTo(false).notNull())
    .addColumn('type', 'text', (column) => column.defaultTo('base').notNull())
    .addColumn('name', 'text', (column) => column.unique().notNull())
    .addColumn('fields', 'json', (column) => column.defaultTo('[]').notNull())
    .addColumn('indexes', 'json', (column) => column.defaultTo('[]').notNull())
    .addColumn('listRule', 'text')
    .addColumn('viewRule', 'text')
    .addColumn('createRule', 'text')
    .addColumn('updateRule', 'text')
    .addColumn('deleteRule', 'text')
    .addColumn('options', 'json', (column) => column.defaultTo('{}').notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('updated', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('idx__collections_type').on('_collections').column('type').execute()
}

/** Contract data.md §7.3: the one row that matters is `settings`. */
async function createParams(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_params')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'json')
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('updated', 'text', (column) => column.notNull())
    .execute()
}

/** AUTOINCREMENT: without it, a log that was pruned to nothing would start again at 1. */
async function createChanges(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_dapur_changes')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('collection', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text')
    .addColumn('before', 'text')
    .execute()
}

async function createVersions(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_dapur_versions')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'integer', (column) => column.notNull())
    .execute()
  await sql`INSERT INTO _dapur_versions (name, value) VALUES ('catalog', 1), ('settings', 1), ('tokens', 1)`.execute(
    db,
  )
}
