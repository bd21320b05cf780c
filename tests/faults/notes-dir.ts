import { cpSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, memoryStore } from '@dapur/sdk'
import { startServer, SUPERUSER } from './server-process.ts'

/** A data dir that is ready to be written to. */
export interface NotesDir {
  /** A fresh copy of it. */
  copy(): string
}

/**
 * Makes a data dir with the collection `notes`, which anyone may write and read, and stops its server well.
 *
 * @param folder where it and its copies go
 */
export async function makeNotesDir(folder: string): Promise<NotesDir> {
  const dir = mkdtempSync(join(folder, 'model-'))
  const server = await startServer({ dir })
  try {
    const dapur = createClient(server.url, { store: memoryStore() })
    await dapur.collection('_superusers').signIn(SUPERUSER)
    await dapur.collections.create({
      name: 'notes',
      type: 'base',
      listRule: '',
      viewRule: '',
      createRule: '',
      fields: [
        { name: 'text', type: 'text', required: true },
        { name: 'digest', type: 'text', required: true },
      ],
      indexes: ['CREATE INDEX `idx_notes_digest` ON `notes` (`digest`)'],
    })
  } finally {
    await server.stop()
  }
  return {
    copy() {
      const target = mkdtempSync(join(folder, 'data-'))
      cpSync(dir, target, { recursive: true, preserveTimestamps: true })
      return target
    },
  }
}
