/** Goes on to the layers further in, and at last to the core; settles when they are through. */
export type Next = () => Promise<void>

/** One layer: what stands before `await next()` comes first, what stands after it comes last. */
export type Layer<E> = (event: E, next: Next) => void | Promise<void>

/**
 * Run layers around a core: before, after, around and on-error are one shape.
 *
 * A layer that does not call `next` stops what is further in; what is thrown passes outwards through the layers, and
 * each may catch it. A layer may call `next` once, and its own end waits for what it started even when it does not.
 *
 * Errors: what a layer or the core throws; a plain Error for a second `next()`.
 *
 * @example await runOnion([async (event, next) => { await next(); log(event) }], event, () => store(event))
 */
export function runOnion<E>(layers: readonly Layer<E>[], event: E, core: Next): Promise<void> {
  const enter = async (at: number): Promise<void> => {
    const layer = layers[at]
    if (!layer) return core()
    let inner: Promise<void> | undefined
    await layer(event, () => {
      if (inner) throw new Error('next() was called twice in one handler')
      inner = enter(at + 1)
      // Whoever awaits it hears its error; nobody has to, so it must not count as unhandled.
      inner.catch(() => undefined)
      return inner
    })
    await inner?.catch(() => undefined)
  }
  return enter(0)
}
