/** One request's part of a write group. */
import { isLate, type Now } from '../base/now.ts'
import { runEach } from './after-commit.ts'
import type { Writer } from './dialect.ts'
import type { TransactionHandle } from './transaction-handle.ts'

export interface Job {
  readonly handle: TransactionHandle
  /** Do the work; throws what the work throws. */
  run(): void
  /** Answer after COMMIT. */
  done(): void
  fail(error: unknown): void
}

export interface JobParts<T> {
  readonly work: (tx: Writer) => Now<T>
  readonly handle: TransactionHandle
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

/** Tie a work to the promise that its caller holds. */
export function jobOf<T>({ work, handle, resolve, reject }: JobParts<T>): Job {
  let answer: T
  return {
    handle,
    run() {
      const result = work(handle)
      if (isLate(result)) {
        // The work goes on without its transaction and fails at its next statement: the caller hears one error only.
        result.catch(() => undefined)
        throw new Error(
          'a job of storage.write() must not wait: use storage.transaction() for work that does',
        )
      }
      answer = result
    },
    done: () => resolve(answer),
    fail: reject,
  }
}

/** Tell a job that nothing of it was written. */
export function settleFailed(job: Job, error: unknown): void {
  runEach(job.handle.rollbackWork)
  job.fail(error)
}
