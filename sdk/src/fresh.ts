import { renewSession } from './renew.ts'
import { readToken } from './token.ts'
import type { Transport } from './transport.ts'

/** Never wait longer than a timer can. */
const LONGEST_MS = 2 ** 31 - 1
/** A token is renewed when a quarter of its time is left, or an hour of a long one. */
const LONGEST_MARGIN_MS = 3_600_000

/**
 * Renews the token of the store before it ends, for as long as the page or process lives. Tabs that share a store do it
 * one at a time, since a refresh token is good once.
 */
export function keepFresh(transport: Transport): void {
  const { store } = transport
  let timer: ReturnType<typeof setTimeout> | undefined
  const plan = (): void => {
    clearTimeout(timer)
    const claims = readToken(store.token)
    // A short token is not renewed by itself: its refresh token does that.
    const mayRenew = claims?.refreshable !== false || store.session?.refreshToken !== undefined
    if (claims?.exp === undefined || !mayRenew) return
    const left = claims.exp * 1000 - Date.now()
    if (left <= 0) return
    const wait = left - Math.min(left / 4, LONGEST_MARGIN_MS)
    timer = setTimeout(() => (wait > LONGEST_MS ? plan() : renew()), Math.min(wait, LONGEST_MS))
    letGo(timer)
  }
  const renew = (): void => {
    // A refusal empties the store, and whoever listens to it hears; after a broken network there is time to try again.
    renewSession(transport, store.token).catch(() => plan())
  }
  store.onChange(plan)
  plan()
}

/** A timer keeps a process of Node alive, for which this is no reason. */
function letGo(timer: unknown): void {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref()
}
