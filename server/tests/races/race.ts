/** What is good for one use, and many who come with it at the same time (`reliability.md` A7). */
export interface Race {
  readonly name: string
  /** A control has a planted fault: a race that does not find it proves nothing about the others. */
  readonly isControl?: true
  /** Prepare a place for all rounds; what it opens is closed by `onEnd`. */
  open(onEnd: OnEnd): Promise<(runners: number) => Promise<Round>>
}

/** One value, and what each of the many does with it. */
export interface Round {
  /** Use it: has this one won? */
  shoot(runner: number): Promise<boolean>
  /** How often it has worked, where the answers do not tell. */
  count?(): number
}

/** Takes work for the end: vitest's `onTestFinished`, or whoever runs the races without it. */
export type OnEnd = (work: () => Promise<void> | void) => void

export interface RaceOptions {
  readonly rounds: number
  readonly runners: number
  readonly onEnd: OnEnd
}

/**
 * Run a race; gives the number of winners of each round.
 *
 * @example await runRace(race, { rounds: 3, runners: 100, onEnd: onTestFinished }) // [1, 1, 1]
 */
export async function runRace(race: Race, { rounds, runners, onEnd }: RaceOptions): Promise<number[]> {
  const begin = await race.open(onEnd)
  const winners: number[] = []
  for (let i = 0; i < rounds; i++) {
    const round = await begin(runners)
    const wins = await Promise.all(Array.from({ length: runners }, (_, runner) => round.shoot(runner)))
    winners.push(round.count?.() ?? wins.filter(Boolean).length)
  }
  return winners
}

/** What is wrong with the winners of a race; undefined when they are as they have to be. */
export function findRaceFault({ isControl }: Race, winners: readonly number[]): string | undefined {
  const wrong = winners.filter((count) => count !== 1)
  if (isControl)
    return wrong.length > 0 ? undefined : 'the control had one winner, so the race can find nothing'
  return wrong.length === 0
    ? undefined
    : `${wrong.length} of ${winners.length} rounds had another number of winners than one: ${wrong.join(', ')}`
}
