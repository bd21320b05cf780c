import { andThen, isLate, type Now } from '../base/now.ts'
import type { Cell, Writer } from '../storage/dialect.ts'

/**
 * Run a part of a transaction so that it alone is undone when it fails, with all that it wanted to happen later:
 * own code may catch the error and go on. Parts stand inside each other, never beside each other.
 *
 * @example await inSavepoint(tx, (inner) => inner.run(sql, params))
 */
export function inSavepoint<T>(tx: Writer, part: (inner: Writer) => Now<T>): Now<T> {
  const inner = new Part(tx)
  return andThen(tx.run('SAVEPOINT part', []), () => {
    try {
      const result = part(inner)
      return isLate(result)
        ? result.then(
            (value) => inner.keep(value),
            (error: unknown) => inner.undo(error),
          )
        : inner.keep(result)
    } catch (error) {
      return inner.undo(error)
    }
  })
}

type Later = () => void

/** A writer that keeps back what is to happen after the transaction until it is known that this part stays. */
class Part implements Writer {
  readonly #tx: Writer
  readonly #onCommit: Later[] = []
  readonly #afterCommit: Later[] = []
  readonly #onRollback: Later[] = []

  constructor(tx: Writer) {
    this.#tx = tx
  }

  all(sql: string, params: readonly Cell[]): Now<Cell[][]> {
    return this.#tx.all(sql, params)
  }

  get(sql: string, params: readonly Cell[]): Now<Cell[] | undefined> {
    return this.#tx.get(sql, params)
  }

  run(sql: string, params: readonly Cell[]): Now<{ readonly changes: number }> {
    return this.#tx.run(sql, params)
  }

  onCommit(work: Later): void {
    this.#onCommit.push(work)
  }

  afterCommit(work: Later): void {
    this.#afterCommit.push(work)
  }

  onRollback(work: Later): void {
    this.#onRollback.push(work)
  }

  keep<T>(value: T): Now<T> {
    return andThen(this.#tx.run('RELEASE part', []), () => {
      for (const work of this.#onCommit) this.#tx.onCommit(work)
      for (const work of this.#afterCommit) this.#tx.afterCommit(work)
      for (const work of this.#onRollback) this.#tx.onRollback(work)
      return value
    })
  }

  undo(error: unknown): Now<never> {
    for (const work of this.#onRollback) work()
    return andThen(this.#tx.run('ROLLBACK TO part', []), () =>
      andThen(this.#tx.run('RELEASE part', []), () => {
        throw error
      }),
    )
  }
}
