import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const MAIN = join(import.meta.dirname, '../../server/main.ts')

/** Start `dapur backup restore` in a process of its own. */
export function startRestore(archive: string, dir: string): ChildProcess {
  return spawn(
    process.execPath,
    ['--conditions=source', MAIN, 'backup', 'restore', archive, '--dir', dir, '--yes'],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NO_COLOR: '1' } },
  )
}
