import { apiError } from '../base/error.ts'
import { type Next, runOnion } from '../base/onion.ts'
import type { Handler, RecordEvent } from './events.ts'

/** One event and what its handlers stand around. */
export interface HookRun {
  readonly handlers: readonly Handler[]
  readonly event: RecordEvent
  /** The write itself. */
  readonly core: Next
  /** Milliseconds for own code before the write, and again after it. The write has limits of its own. */
  readonly deadline: number
}

/**
 * Run the handlers of an event around its write. Code that takes too long is given up: it cannot be stopped, but its
 * `next()` leads nowhere any more.
 *
 * Errors: what a handler throws; `hook_expired` 503, which says whether the record was written.
 */
export function runHooks({ handlers, event, core, deadline }: HookRun): Promise<void> {
  return new Promise((resolve, reject) => {
    let expired: Error | undefined
    let timer: NodeJS.Timeout | undefined
    const allow = (outcome: string): void => {
      timer = setTimeout(() => {
        expired = apiError('hook_expired', { ms: deadline, outcome })
        reject(expired)
      }, deadline)
    }
    const write = async (): Promise<void> => {
      if (expired) throw expired
      clearTimeout(timer)
      let outcome = 'nothing was written'
      try {
        await core()
        outcome = 'the record was written'
      } finally {
        allow(outcome)
      }
    }
    allow('nothing was written')
    runOnion(handlers, event, write)
      .finally(() => clearTimeout(timer))
      .then(resolve, reject)
  })
}
