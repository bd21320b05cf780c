import { randomInt } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { openDataDir } from '../../server/storage/data-dir.ts'
import { auditBank, openBank, send, startCustomers } from './bank.ts'
import { startRestore } from './restore-command.ts'
import { startServer } from './server-process.ts'

/** What was found after the kills. */
export interface RestoreKills {
  readonly old: number
  readonly fresh: number
  /** What was wrong with the first directory that was neither. */
  readonly fault: string | undefined
}

/** The papers of either state. */
const PAPERS = { old: 120, fresh: 20 } as const

/**
 * Kill a restore at random moments between its first word and its end, start on its directory, and look whether it
 * holds wholly the old data or wholly the new (`reliability.md` §2.3).
 *
 * @example const { fault } = await killRestores({ rounds: 200 })
 */
export async function killRestores({
  rounds,
  report,
}: {
  readonly rounds: number
  readonly report?: (line: string) => void
}): Promise<RestoreKills> {
  const folder = mkdtempSync(join(tmpdir(), 'dapur-restores-'))
  try {
    const { model, archive } = await prepare(folder)
    const longest = await timeOf(archive, copyOf(model, folder))
    let [old, fresh] = [0, 0]
    let fault: string | undefined
    for (let round = 1; round <= rounds; round++) {
      const dir = copyOf(model, folder)
      const at = randomInt(longest)
      await killAfter(archive, dir, at)
      openDataDir(dir).release()
      const found = stateOf(dir)
      if (found === 'old') old++
      else if (found === 'fresh') fresh++
      else fault ??= found
      report?.(`round ${round}: killed after ${at} of ${longest} ms: ${found}`)
      rmSync(dir, { recursive: true })
    }
    return { old, fresh, fault }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A data directory with many papers, and an archive of it when it had few. */
async function prepare(folder: string): Promise<{ model: string; archive: string }> {
  const model = join(folder, 'model')
  mkdirSync(model)
  const server = await startServer({ dir: model })
  const bank = await openBank(server.url)
  const fill = async (count: number): Promise<void> => {
    const customers = startCustomers(bank, { movers: 1, writers: 4, rate: 10_000 })
    while (customers.kept().length < count) await sleep(5)
    await customers.stop()
  }
  await fill(PAPERS.fresh)
  await send(bank.url, 'POST', '/api/backups', { name: 'fresh.zip' }, bank.token)
  await fill(PAPERS.old)
  await server.stop()
  const archive = join(folder, 'fresh.zip')
  cpSync(join(model, 'backups/fresh.zip'), archive)
  for (const name of ['ballast', 'backups']) rmSync(join(model, name), { recursive: true })
  return { model, archive }
}

let copies = 0

function copyOf(model: string, folder: string): string {
  const dir = join(folder, `data-${++copies}`)
  cpSync(model, dir, { recursive: true })
  return dir
}

/** From the first word to the end, in ms; the first word comes when all is loaded. */
async function timeOf(archive: string, dir: string): Promise<number> {
  const child = startRestore(archive, dir)
  if (child.stderr) await once(child.stderr, 'data')
  const began = performance.now()
  await once(child, 'exit')
  if (child.exitCode !== 0 || stateOf(dir) !== 'fresh') throw new Error('a restore that nobody kills fails')
  rmSync(dir, { recursive: true })
  return Math.ceil(performance.now() - began)
}

async function killAfter(archive: string, dir: string, ms: number): Promise<void> {
  const child = startRestore(archive, dir)
  const gone = once(child, 'exit')
  if (child.stderr) await Promise.race([once(child.stderr, 'data'), gone])
  await Promise.race([sleep(ms), gone])
  child.kill('SIGKILL')
  await gone
}

/** `old`, `fresh`, or what is wrong. */
function stateOf(dir: string): string {
  const faults = auditBank(dir, [])
  if (faults.length > 0) return faults.join('; ')
  const db = new Database(join(dir, 'data.db'), { fileMustExist: true })
  try {
    const papers = db.prepare<[], number>('SELECT count(*) FROM papers').pluck().get() ?? 0
    return papers > PAPERS.old ? 'old' : 'fresh'
  } finally {
    db.close()
  }
}
