import { useSyncExternalStore } from 'react'
import { recall, remember } from './browser-memory.ts'

/** A setting of this browser with a few known values. */
export interface Choice<T extends string> {
  get: () => T
  set: (value: T) => void
  subscribe: (listener: () => void) => () => void
}

/**
 * A choice that is remembered in localStorage where that is allowed, and followed when another tab makes another one.
 *
 * @example const theme = createChoice('dapur_theme', ['system', 'light', 'dark'], 'system')
 */
export function createChoice<T extends string>(key: string, values: readonly T[], fallback: T): Choice<T> {
  const listeners = new Set<() => void>()
  const remembered = (): T => values.find((known) => known === recall(key)) ?? fallback
  let value = remembered()
  const tell = (next: T): void => {
    value = next
    for (const listen of listeners) listen()
  }
  addEventListener('storage', (event) => {
    if (event.key === key) tell(remembered())
  })
  return {
    get: () => value,
    set(next) {
      remember(key, next)
      tell(next)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The value of a choice, kept up to date. */
export function useChoice<T extends string>(choice: Choice<T>): T {
  return useSyncExternalStore(choice.subscribe, choice.get)
}
