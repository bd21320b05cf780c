/** Lets only so many slow works run at a time; the others wait in line. */
export interface Semaphore {
  /** Run `work` as soon as a slot is free. Errors: what `refuse` makes when the line is full; what `work` throws. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Works that run now. */
  readonly running: number
  /** Works that wait for a slot. */
  readonly waiting: number
}

export interface SemaphoreOptions {
  /** How many run at a time, at least 1. */
  readonly slots: number
  /** How many may wait. */
  readonly queue: number
  /** The error for one who finds the line full. */
  readonly refuse: () => Error
}

/**
 * Make a semaphore; who waits is served in the order of arrival.
 *
 * @example const hashing = semaphore({ slots: 2, queue: 64, refuse: () => apiError('hashing_busy', {}) })
 */
export function semaphore({ slots, queue, refuse }: SemaphoreOptions): Semaphore {
  const line: (() => void)[] = []
  let running = 0

  function enter(): Promise<void> | undefined {
    if (running < slots) {
      running++
      return undefined
    }
    if (line.length >= queue) throw refuse()
    // The slot is handed over by whoever leaves, so that a newcomer cannot slip in between.
    return new Promise((resolve) => line.push(resolve))
  }

  function leave(): void {
    const next = line.shift()
    if (next) next()
    else running--
  }

  return {
    get running() {
      return running
    },
    get waiting() {
      return line.length
    },
    async run(work) {
      await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
