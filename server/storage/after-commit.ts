/** What happens after a COMMIT: caches fall in the same turn, events and hooks run once the answers are out. */

export type Work = () => void

export interface AfterCommit {
  /** To be run in a later turn, in the order of the commits. */
  push(works: readonly Work[]): void
  /** Resolves when nothing is left to run. */
  drained(): Promise<void>
}

/** Runs works turn by turn, first in, first out across commits. */
export function afterCommit(): AfterCommit {
  let queue: Work[] = []
  let waiting: (() => void)[] = []

  function run(): void {
    const works = queue
    queue = []
    runEach(works)
    if (queue.length > 0) return
    for (const resolve of waiting) resolve()
    waiting = []
  }

  return {
    push(works) {
      if (works.length === 0) return
      // Promises that settle with the commit are answered in this turn's microtasks; the next turn is ours.
      if (queue.length === 0) setImmediate(run)
      // One by one: a long transaction has more of them than a call takes arguments.
      for (const work of works) queue.push(work)
    },
    async drained() {
      if (queue.length > 0) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}

/**
 * Run all of them, whatever one does.
 *
 * Works must not throw. One that does leaves a cache or a listener in an unknown state after a commit that cannot be
 * taken back, so its error is not handed to anyone: it ends the process.
 */
export function runEach(works: readonly Work[]): void {
  for (const work of works) {
    try {
      work()
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }
}
