/** Mails that wait to be sent, and what is counted against abuse. */
import type { Kysely } from 'kysely'

type Tables = Record<string, Record<string, string | number | null>>

export async function up(db: Kysely<Tables>): Promise<void> {
  await createOutbox(db)
  await createLimits(db)
  await createDecoys(db)
}

/** `due` is null for a mail that was given up. Times are milliseconds since 1970. */
async function createOutbox(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_dapur_outbox')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('key', 'text', (column) => column.unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('collection', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('extra', 'json', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.defaultTo(0).notNull())
    .addColumn('due', 'integer')
    .addColumn('expires', 'integer')
    .addColumn('created', 'integer', (column) => column.notNull())
    .addColumn('error', 'text', (column) => column.defaultTo('').notNull())
    .execute()
  await db.schema.createIndex('idx__dapur_outbox_due').on('_dapur_outbox').column('due').execute()
}

/** How often something was done until `ends`. */
async function createLimits(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_dapur_limits')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('ends', 'integer', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('idx__dapur_limits_ends').on('_dapur_limits').column('ends').execute()
}

/** Ids that were answered for accounts that are not there. */
async function createDecoys(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('_dapur_decoys')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('ends', 'integer', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('idx__dapur_decoys_account').on('_dapur_decoys').column('account').execute()
  await db.schema.createIndex('idx__dapur_decoys_ends').on('_dapur_decoys').column('ends').execute()
}
