/** Who reads the change log to its end, and what is to be delivered to webhooks. Times are milliseconds since 1970. */
import { type Kysely, sql } from 'kysely'

type Tables = Record<string, Record<string, string | number | null>>

export async function up(db: Kysely<Tables>): Promise<void> {
  await createLogReaders(db)
  await createDeliveries(db)
}

/** `missedAt` says when changes were forgotten that this reader had not read. */
async function createLogReaders(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_dapur_logReaders')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('missedAt', 'integer')
    .execute()
}

/** `due` is null for what is finished; `leasedUntil` is not 0 while a process sends it. */
async function createDeliveries(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_dapur_webhookDeliveries')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('webhook', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.defaultTo('waiting').notNull())
    .addColumn('attempts', 'integer', (column) => column.defaultTo(0).notNull())
    .addColumn('due', 'integer')
    .addColumn('leasedUntil', 'integer', (column) => column.defaultTo(0).notNull())
    .addColumn('created', 'integer', (column) => column.notNull())
    .addColumn('attempted', 'integer')
    .addColumn('duration', 'integer')
    .addColumn('answer', 'integer')
    .addColumn('error', 'text', (column) => column.defaultTo('').notNull())
    .execute()
  const table = '_dapur_webhookDeliveries'
  const index = (name: string): string => `idx__dapur_webhookDeliveries_${name}`
  await db.schema.createIndex(index('seq')).unique().on(table).columns(['webhook', 'seq']).execute()
  await db.schema.createIndex(index('status')).on(table).columns(['webhook', 'status']).execute()
  await db.schema
    .createIndex(index('waiting'))
    .on(table)
    .columns(['webhook', 'seq', 'due'])
    .where(sql.ref('due'), 'is not', null)
    .execute()
  await db.schema
    .createIndex(index('leased'))
    .on(table)
    .column('webhook')
    .where(sql<boolean>`"leasedUntil" > 0`)
    .execute()
}
