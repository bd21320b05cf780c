/** What accounts of auth collections hold beyond the contract: passkeys, authenticator apps, API keys, sessions. */
import type { CreateTableBuilder, Kysely } from 'kysely'

type Tables = Record<string, Record<string, string | number | null>>
type Table = CreateTableBuilder<string, 'collectionRef' | 'recordRef'>

export async function up(db: Kysely<Tables>): Promise<void> {
  await createPasskeys(db)
  await createChallenges(db)
  await createTotp(db)
  await createApiKeys(db)
  await createSessions(db)
}

/** Every row belongs to a record of an auth collection. */
function owned(db: Kysely<Tables>, name: string): Table {
  return db.schema
    .createTable(name)
    .addColumn('collectionRef', 'text', (column) => column.notNull())
    .addColumn('recordRef', 'text', (column) => column.notNull())
}

async function indexOwners(db: Kysely<Tables>, name: string): Promise<void> {
  await db.schema.createIndex(`idx_${name}_owner`).on(name).columns(['collectionRef', 'recordRef']).execute()
}

async function createPasskeys(db: Kysely<Tables>): Promise<void> {
  await owned(db, '_dapur_passkeys')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('credentialId', 'text', (column) => column.unique().notNull())
    .addColumn('publicKey', 'text', (column) => column.notNull())
    .addColumn('counter', 'integer', (column) => column.notNull())
    .addColumn('transports', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('lastUsed', 'text', (column) => column.notNull())
    .execute()
  await indexOwners(db, '_dapur_passkeys')
}

/** The owner is empty for whoever signs in: it is only known from the answer. */
async function createChallenges(db: Kysely<Tables>): Promise<void> {
  await owned(db, '_dapur_challenges')
    .addColumn('challenge', 'text', (column) => column.primaryKey().notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('keyHash', 'text', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .execute()
  await indexOwners(db, '_dapur_challenges')
  await db.schema
    .createIndex('idx__dapur_challenges_expires')
    .on('_dapur_challenges')
    .column('expires')
    .execute()
}

async function createTotp(db: Kysely<Tables>): Promise<void> {
  await owned(db, '_dapur_totp')
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('pending', 'text', (column) => column.notNull())
    .addColumn('lastCounter', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('attemptsSince', 'bigint', (column) => column.notNull())
    .addColumn('confirmed', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('pk__dapur_totp', ['collectionRef', 'recordRef'])
    .execute()
  await owned(db, '_dapur_recovery_codes')
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('pk__dapur_recovery_codes', ['collectionRef', 'recordRef', 'hash'])
    .execute()
}

async function createApiKeys(db: Kysely<Tables>): Promise<void> {
  await owned(db, '_dapur_api_keys')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('keyHash', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('lastUsed', 'text', (column) => column.notNull())
    .execute()
  await indexOwners(db, '_dapur_api_keys')
}

async function createSessions(db: Kysely<Tables>): Promise<void> {
  await owned(db, '_dapur_sessions')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('keyHash', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('lastUsed', 'text', (column) => column.notNull())
    .execute()
  await indexOwners(db, '_dapur_sessions')
}
