/** A test aid: another process on the same data directory. Run as `node other-process.suite.ts COMMAND DIR [MORE]`. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { openDataDir } from './data-dir.ts'
import { sqlite } from './sqlite.ts'
import { bumpVersion } from './versions.ts'

/** `hold`: keep a write transaction open. `bump`: count one thing. `lock`: take the directory. `read`: read for ever. */
type Command = 'hold' | 'bump' | 'lock' | 'read'

export const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n'

/** Start one; resolves when it says that it is ready. */
export async function otherProcess(command: Command, dir: string, more = ''): Promise<ChildProcess> {
  const entry = fileURLToPath(new URL('./other-process.suite.ts', import.meta.url))
  const child = fork(entry, [command, dir, more], { execArgv: ['--conditions=source'] })
  const [message]: unknown[] = await once(child, 'message')
  if (message !== 'ready') throw new Error(String(message))
  return child
}

const commands: Readonly<Record<Command, (dir: string, more: string) => Promise<void>>> = {
  hold: async (dir, ms) => {
    const db = new Database(join(dir, 'data.db'))
    db.exec('BEGIN IMMEDIATE')
    setTimeout(() => db.exec('COMMIT'), Number(ms))
  },
  bump: async (dir, what) => {
    const storage = await sqlite.open({ dir, durability: 'normal' })
    await storage.write((tx) => bumpVersion(tx, what === 'settings' ? what : 'catalog'))
    await storage.close()
  },
  lock: async (dir) => {
    openDataDir(dir)
    setInterval(() => undefined, 1000)
  },
  read: async (dir) => {
    const storage = await sqlite.open({ dir, durability: 'normal' })
    void storage.heavy(endless, [], { deadline: 60_000 })
    await new Promise((resolve) => setTimeout(resolve, 1500))
  },
}

const [, entry, command, dir = '', more = ''] = process.argv
if (entry === fileURLToPath(import.meta.url) && process.send) {
  try {
    if (command === 'hold' || command === 'bump' || command === 'lock' || command === 'read')
      await commands[command](dir, more)
    process.send('ready')
  } catch (error) {
    process.send(String(error))
  }
}
