import { dapurOptions } from '../collections/dapur-options.ts'
import type { House } from '../records/house.ts'
import type { AuthCollection } from './auth-collection.ts'

/** What passkeys are bound to (W3C WebAuthn Level 3 §5.4.2, §13.4.9). */
export interface PasskeySite {
  /** The host of the app: a passkey of one is none of another. */
  readonly rpId: string
  readonly rpName: string
  /** The pages that may use them, letter for letter. */
  readonly origins: string[]
  readonly verifyUser: boolean
}

/**
 * The site of a collection's passkeys: the address of the app in the settings, and the origins that the collection
 * names. Nothing of it comes from a request.
 *
 * @example siteOf(house, users) // { rpId: 'warung.example', origins: ['https://warung.example'], … }
 */
export function siteOf(house: House, { auth }: AuthCollection): PasskeySite {
  const { appURL, appName } = house.settings.current.meta
  const { origins, verifyUser } = dapurOptions(auth).passkey
  const { hostname, origin } = new URL(appURL)
  return { rpId: hostname, rpName: appName, origins: [...new Set([origin, ...origins])], verifyUser }
}
