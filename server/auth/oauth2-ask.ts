import { apiError } from '../base/error.ts'
import {
  guardedFetch,
  type OutgoingAnswer,
  OutgoingError,
  type OutgoingRequest,
} from '../base/guarded-fetch.ts'
import type { AuthHouse } from './auth-house.ts'
import type { ProviderSettings } from './providers/provider.ts'

/** Whom to ask, and how long. */
export interface OAuth2Asking {
  readonly house: AuthHouse
  readonly settings: ProviderSettings
  /** Ends all that is asked for one sign-in. */
  readonly signal: AbortSignal
}

/** All requests of one sign-in together, in ms (contract services.md §2.4). */
export const OAUTH2_TIMEOUT = 30_000

/**
 * Ask an endpoint of a provider.
 *
 * Errors: `oauth2_failed` 400 where it cannot be reached; its words, and those of its answer, stay in the log and in
 * the dark: they are for whoever set the provider up, not for whoever signs in.
 */
export async function askProvider(
  { house, settings, signal }: OAuth2Asking,
  address: string,
  request: Omit<OutgoingRequest, 'allowPrivate' | 'signal' | 'timeout'>,
): Promise<OutgoingAnswer> {
  const { privateEndpoints: allowPrivate } = house
  try {
    return await guardedFetch(address, { ...request, allowPrivate, signal, timeout: OAUTH2_TIMEOUT })
  } catch (error) {
    house.log.warn(
      { err: error, provider: settings.provider.name, address },
      'an OAuth2 provider was not reached',
    )
    const why = error instanceof OutgoingError ? error.message : 'it could not be reached'
    throw refusedBy(settings, why, error)
  }
}

/** The sign-in ends here, for this reason. */
export function refusedBy({ provider }: ProviderSettings, why: string, cause?: unknown): Error {
  return apiError('oauth2_failed', { provider: provider.name, why }, cause === undefined ? {} : { cause })
}
