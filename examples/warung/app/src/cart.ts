import { useSyncExternalStore } from 'react'

/** What a guest is about to order. It outlives a reload. */
export interface Cart {
  /** How many of each dish, by its id. */
  readonly counts: Readonly<Record<string, number>>
  /** The id of the order, once it was sent: if nobody knows whether it arrived, it can be asked for. */
  readonly order: string
}

const KEY = 'warung_cart'
const empty: Cart = { counts: {}, order: '' }
const listeners = new Set<() => void>()
let cart = read()

/** The cart of now. */
export function useCart(): Cart {
  return useSyncExternalStore(listen, () => cart)
}

/** None of a dish takes it off. */
export function setCount(dish: string, count: number): void {
  const { [dish]: _, ...others } = cart.counts
  change({ ...cart, counts: count > 0 ? { ...others, [dish]: Math.min(count, 20) } : others })
}

export function rememberOrder(order: string): void {
  change({ ...cart, order })
}

export function emptyCart(): void {
  change(empty)
}

function change(next: Cart): void {
  cart = next
  localStorage.setItem(KEY, JSON.stringify(cart))
  for (const tell of listeners) tell()
}

function listen(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

function read(): Cart {
  const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
  return isCart(kept) ? kept : empty
}

function isCart(value: unknown): value is Cart {
  return typeof value === 'object' && value !== null && 'counts' in value && 'order' in value
}
