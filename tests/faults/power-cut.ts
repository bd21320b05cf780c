import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Fault } from './fault-loop.ts'

/**
 * A fault that takes away everything which was not fsynced: the server runs over `fsync-shim.c`, and after the kill
 * its databases are put back to what they held at their last flush.
 *
 * @param dir of a server that was stopped well, so that all of it counts as flushed
 * @param library what `buildFsyncShim` answered
 * @example await runFaultLoop(powerCut({ dir, library, durability: 'full' }), { dir, rounds: 10, writers: 32 })
 */
export function powerCut({
  dir,
  library,
  durability,
}: {
  dir: string
  library: string
  durability: 'full' | 'normal'
}): Fault {
  const flushed = mkdtempSync(join(dirname(dir), 'flushed-'))
  for (const name of databaseFiles(dir)) copyFileSync(join(dir, name), join(flushed, name))
  return {
    server: { durability, env: { LD_PRELOAD: library, DURABLE_DIR: flushed } },
    afterKill: () => forgetUnflushed(dir, flushed),
  }
}

function forgetUnflushed(dir: string, flushed: string): void {
  for (const name of databaseFiles(dir)) {
    const kept = join(flushed, name)
    if (existsSync(kept)) copyFileSync(kept, join(dir, name))
    else rmSync(join(dir, name))
  }
}

/** `-shm` is among them and never has a copy: it is memory, and SQLite rebuilds it. */
function databaseFiles(dir: string): string[] {
  return readdirSync(dir).filter((name) => name.includes('.db'))
}
