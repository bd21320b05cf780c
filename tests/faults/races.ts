import { findRaceFault, type Race, runRace } from '../../server/tests/races/race.ts'
import { races } from '../../server/tests/races/index.ts'

export { races }
export type { Race }

const RUNNERS = 100

/** What came of one race. */
export interface RaceResult {
  readonly winners: readonly number[]
  /** Undefined when all is as it has to be. */
  readonly fault: string | undefined
}

/**
 * Let a hundred at once use one value that is good for one use, so many times (`reliability.md` A7).
 *
 * @example await runOneRace(race, 50) // { winners: [1, 1, …], fault: undefined }
 */
export async function runOneRace(race: Race, rounds: number): Promise<RaceResult> {
  const ends: (() => Promise<void> | void)[] = []
  try {
    const winners = await runRace(race, { rounds, runners: RUNNERS, onEnd: (work) => ends.unshift(work) })
    return { winners, fault: findRaceFault(race, winners) }
  } finally {
    for (const end of ends) await end()
  }
}
