/**
 * A value that is here already, or a promise of it.
 *
 * SQLite answers at once and PostgreSQL answers late; code written against `Now` serves both, and stays
 * synchronous (no promise, no microtask) wherever the database is.
 */
export type Now<T> = T | Promise<T>

/** Is this value still on its way? */
export function isLate<T>(value: Now<T>): value is Promise<T> {
  return value instanceof Promise
}

/**
 * Go on with a value as soon as it is there: in this very call when it is here already.
 *
 * @example andThen(storage.hot.get(sql, [id]), row => row ?? notFound())
 */
export function andThen<T, R>(value: Now<T>, next: (value: T) => Now<R>): Now<R> {
  return isLate(value) ? value.then(next) : next(value)
}

/** The unfinished story of `steps`: it yields what may be late and is resumed with what arrived. */
export type Steps<T> = Generator<Now<unknown>, T, unknown>

/**
 * Wait, inside `steps`, for a value that may be late.
 *
 * @example const row = yield* take(tx.get(sql, [id]))
 */
export function* take<T>(value: Now<T>): Steps<T> {
  // What comes back is what the yielded value became: `steps` is the only driver.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return isLate(value) ? ((yield value) as T) : value
}

/**
 * Tell a story of several reads and writes without promises: runs the generator to its end in this very
 * call as long as nothing it takes is late, and becomes a promise at the first late value.
 *
 * Inside a transaction of the hot connection this is what keeps other requests from slipping in between.
 *
 * @example steps(function* () { const row = yield* take(tx.get(sql, [id])); return row?.[0] })
 */
export function steps<T>(story: () => Steps<T>): Now<T> {
  return advance(story(), undefined)
}

function advance<T>(story: Steps<T>, value: unknown): Now<T> {
  let result = story.next(value)
  while (!result.done) {
    if (isLate(result.value)) return wait(story, result.value)
    result = story.next(result.value)
  }
  return result.value
}

async function wait<T>(story: Steps<T>, late: Promise<unknown>): Promise<T> {
  let result: IteratorResult<Now<unknown>, T>
  try {
    result = story.next(await late)
  } catch (error) {
    result = story.throw(error)
  }
  while (!result.done) {
    try {
      const value: unknown = await result.value
      result = story.next(value)
    } catch (error) {
      result = story.throw(error)
    }
  }
  return result.value
}
