import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createClient, memoryStore } from '@dapur/sdk'
import { digestOf, type Journal } from './writers.ts'

/** What was found after a restart. */
export interface Findings {
  /** Acknowledged, but not there or not as written. */
  readonly lost: number
  /** There, but not whole: the text does not fit its digest. */
  readonly torn: number
  readonly stored: number
  /** What `PRAGMA integrity_check` says of each database; `ok` when all is well. */
  readonly integrity: string
}

/**
 * Compares what a server answers with what was acknowledged, and checks its databases.
 *
 * @param dir the data dir of the server, which may run
 * @example (await inspect(server.url, { dir, journal })).lost
 */
export async function inspect(
  url: string,
  { dir, journal }: { dir: string; journal: Journal },
): Promise<Findings> {
  const stored = new Map<string, string>()
  let torn = 0
  const notes = createClient(url, { store: memoryStore() }).collection('notes')
  for await (const { id, text, digest } of notes.each({ sort: 'id' })) {
    stored.set(id, String(digest))
    if (digestOf(String(text)) !== digest) torn += 1
  }
  const lost = [...journal].filter(([id, digest]) => stored.get(id) !== digest).length
  return { lost, torn, stored: stored.size, integrity: checkIntegrity(join(dir, 'data.db')) }
}

function checkIntegrity(file: string): string {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return db.prepare<[], string>('PRAGMA integrity_check').pluck().all().join('; ')
  } finally {
    db.close()
  }
}
