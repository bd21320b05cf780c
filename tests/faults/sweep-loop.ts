import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DiskFault } from './disk-switch.ts'
import { REFUSED_TO_START, type SweepAct } from './sweep-acts.ts'
import { auditBackups, auditData, orphansOf } from './sweep-audit.ts'
import type { Reply, SweepStage } from './sweep-stage.ts'
import { digestOf } from './writers.ts'

/** What one fault at every call of one act has shown. */
export interface SweepRow {
  readonly act: string
  readonly fault: DiskFault
  /** How often each status was answered. */
  readonly answers: ReadonlyMap<number, number>
  /** The calls that failed, such as `fsync data.db-wal`, in their order. */
  readonly places: readonly string[]
  /** What was wrong, with the call that failed. */
  readonly faults: readonly string[]
}

export interface SweepOptions {
  /** Take every so manieth call; each of them when nothing is said. */
  readonly step?: number
  /** At most so many points. */
  readonly most: number
  readonly report?: (line: string) => void
}

/**
 * Lets the N-th call of an act fail, N = 1, 2, 3 …, until none is left to fail, and looks after each what is there.
 *
 * @example const { faults } = await sweep(stage, act, { fault: 'EIO', step: 1, most: Infinity })
 */
export async function sweep(
  stage: SweepStage,
  act: SweepAct,
  { fault, step = 1, most, report }: SweepOptions & { readonly fault: DiskFault },
): Promise<SweepRow> {
  const answers = new Map<number, number>()
  const [faults, places]: [string[], string[]] = [[], []]
  for (let nth = 1; places.length < most; nth += step) {
    await act.prepare?.(stage)
    stage.disk.set(fault, nth)
    const reply = await act.run(stage)
    await settle(stage)
    const { where } = stage.disk.look()
    stage.disk.clear()
    // What a checkpoint has not copied, the next would have to copy besides, and so there would be no last call.
    if (where?.endsWith(' data.db')) await copyAway(stage)
    answers.set(reply.status, (answers.get(reply.status) ?? 0) + 1)
    const found = await lookAfter(stage, reply, where !== undefined)
    faults.push(...found.map((line) => `${act.name}, ${fault} at ${nth} (${where}): ${line}`))
    for (const line of found) report?.(`${act.name}, ${fault} at ${nth} (${where}): ${line}`)
    if (where === undefined) break
    places.push(where)
  }
  faults.push(...(await restartAndLook(stage)))
  return { act: act.name, fault, places, answers, faults }
}

/** What goes on after an answer, a checkpoint, counts too: until nothing is called for a while. */
async function settle({ disk }: SweepStage): Promise<void> {
  const until = performance.now() + 10_000
  for (let last = -1, calm = 0; calm < 6 && performance.now() < until; await sleep(50)) {
    const { count, where } = disk.look()
    if (where !== undefined && count === last) return
    calm = count === last ? calm + 1 : 0
    last = count
  }
}

async function copyAway(stage: SweepStage): Promise<void> {
  await stage.ask('POST', '/api/collections/papers/records', { digest: digestOf('') })
  await settle(stage)
}

const GOOD = [200, 204]
/** A fault of the disk is told with a code of ours, or as a failure of ours; a backup's by the contract's 400. */
const CODES: Readonly<Record<number, RegExp>> = {
  507: /"code":"(storage_full|files_full)"/,
  503: /"code":"\w+"/,
  500: /"status":500/,
  400: /"message":"The backup could not be made/,
}

async function lookAfter(stage: SweepStage, reply: Reply, hasStruck: boolean): Promise<string[]> {
  const faults = answerFaults(reply, hasStruck)
  const health = await stage.ask('GET', '/api/health')
  if (health.status !== 200) {
    faults.push(`the server is not well: ${health.status} ${health.text}`)
    await stage.restart()
  }
  faults.push(...(await audit(stage)))
  // A flush that was lost stops writes until a restart.
  if (isBroken(health.text) || faults.length > 0) faults.push(...(await restartAndLook(stage)))
  return faults
}

/** Nothing of what was there before is gone, and what a write has left behind is swept. */
async function restartAndLook(stage: SweepStage): Promise<string[]> {
  await stage.restart()
  const faults = (await audit(stage)).map((line) => `after a restart: ${line}`)
  return (await isSwept(stage.dir)) ? faults : [...faults, `orphans stay: ${orphansOf(stage.dir).join()}`]
}

function answerFaults({ status, text }: Reply, hasStruck: boolean): string[] {
  if (GOOD.includes(status) || status === REFUSED_TO_START) return []
  if (!hasStruck) return [`no call failed, and yet the answer is ${status} ${text}`]
  const code = CODES[status]
  return code?.test(text) ? [] : [`the answer is ${status} ${text}`]
}

function isBroken(health: string): boolean {
  return health.includes('"database"')
}

async function audit(stage: SweepStage): Promise<string[]> {
  const { dir, journal } = stage
  const listed = await stage.ask('GET', '/api/backups')
  if (listed.status !== 200) return [`the list of backups is ${listed.status} ${listed.text}`]
  const shown: { key: string }[] = JSON.parse(listed.text)
  const records = await stage.ask('GET', '/api/collections/papers/records?perPage=1')
  const faults = records.status === 200 ? [] : [`records are ${records.status} ${records.text}`]
  const keys = shown.map(({ key }) => key)
  return [...faults, ...auditData(dir, journal), ...(await auditBackups(dir, journal, keys))]
}

async function isSwept(dir: string): Promise<boolean> {
  for (const until = performance.now() + 5000; performance.now() < until; await sleep(20))
    if (orphansOf(dir).length === 0) return true
  return false
}

/** A folder that goes with the process. */
export function sweepFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'dapur-sweep-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
