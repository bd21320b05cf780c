/** The writer lock: whoever writes, in whatever way, holds it from before BEGIN until after COMMIT. */

export interface WriterLock {
  /** Take it in this very call, if it is free. */
  tryTake(): boolean
  /** Take it when it is our turn: first come, first served. */
  take(): Promise<void>
  free(): void
}

/** One writer at a time, in the order in which they came. */
export function writerLock(): WriterLock {
  const waiting: (() => void)[] = []
  let isHeld = false
  return {
    tryTake() {
      if (isHeld) return false
      isHeld = true
      return true
    },
    take() {
      if (!isHeld) {
        isHeld = true
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        waiting.push(resolve)
      })
    },
    // Handed over rather than opened: nobody who comes in between may overtake.
    free() {
      const next = waiting.shift()
      if (next) next()
      else isHeld = false
    },
  }
}
