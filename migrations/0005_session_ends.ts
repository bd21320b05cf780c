/** Sessions by their end: those that are over are looked for every hour. */
import type { Kysely } from 'kysely'

type Tables = Record<string, Record<string, string | number | null>>

export async function up(db: Kysely<Tables>): Promise<void> {
  await db.schema.createIndex('idx__dapur_sessions_expires').on('_dapur_sessions').column('expires').execute()
}
