import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoopOptions, type LoopResult, runFaultLoop } from './fault-loop.ts'
import { buildFsyncShim } from './fsync-shim.ts'
import { startHastyProxy } from './hasty-proxy.ts'
import { makeNotesDir } from './notes-dir.ts'
import { powerCut } from './power-cut.ts'

/** One loop, and what has to come out of it. */
export interface Trial {
  readonly name: string
  /** A control has a planted fault: a loop that does not find it proves nothing about the others. */
  readonly isControl: boolean
  run(options: Omit<LoopOptions, 'dir'>): Promise<LoopResult>
}

/** The trials that this machine can make. */
export interface Trials {
  readonly kill: readonly Trial[]
  /** Empty without gcc. */
  readonly power: readonly Trial[]
  remove(): void
}

/**
 * Prepares both loops of reliability.md §2.2: K kills the process, P takes what was not fsynced as well.
 *
 * @example const trials = await prepareTrials(); await trials.kill[0]?.run({ rounds: 2, writers: 32 })
 */
export async function prepareTrials(): Promise<Trials> {
  const folder = mkdtempSync(join(tmpdir(), 'dapur-faults-'))
  try {
    const library = buildFsyncShim(folder)
    const notes = await makeNotesDir(folder)
    return {
      kill: killTrials(() => notes.copy()),
      power: library === undefined ? [] : powerTrials(() => notes.copy(), library),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function killTrials(copy: () => string): Trial[] {
  return [
    {
      name: 'kill -9',
      isControl: false,
      run: (options) => runFaultLoop({ server: {} }, { ...options, dir: copy() }),
    },
    {
      name: 'kill -9, control: answers before the commit',
      isControl: true,
      run: (options) => runFaultLoop({ server: {}, proxy: startHastyProxy }, { ...options, dir: copy() }),
    },
  ]
}

function powerTrials(copy: () => string, library: string): Trial[] {
  return (['full', 'normal'] as const).map((durability) => ({
    name: durability === 'full' ? 'power cut' : 'power cut, control: --durability normal',
    isControl: durability === 'normal',
    run(options) {
      const dir = copy()
      return runFaultLoop(powerCut({ dir, library, durability }), { ...options, dir })
    },
  }))
}

/**
 * What is wrong with a result; undefined when it is as it has to be.
 *
 * A control has to lose something. Everything else loses nothing. Torn records and broken databases are wrong always.
 */
export function findFault({ isControl }: Trial, result: LoopResult): string | undefined {
  if (result.integrity !== 'ok') return `integrity_check says ${result.integrity}`
  if (result.torn > 0) return `${result.torn} records are not whole`
  if (isControl) return result.lost > 0 ? undefined : 'the control lost nothing, so the loop can find nothing'
  return result.lost === 0
    ? undefined
    : `${result.lost} of ${result.acknowledged} acknowledged records are gone`
}
