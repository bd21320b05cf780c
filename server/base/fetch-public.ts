import { guardedFetch, type OutgoingAnswer, type OutgoingRequest } from './guarded-fetch.ts'

/** `guardedFetch` where nobody says what it may reach. */
export type FetchPublic = (
  address: string,
  request: Omit<OutgoingRequest, 'allowPrivate'>,
) => Promise<OutgoingAnswer>

/**
 * Ask an address that comes from data: on the public internet only.
 *
 * Errors: those of `guardedFetch`.
 *
 * @example await fetchPublic(profile.avatarURL, { limit: 1_000_000 })
 */
export const fetchPublic: FetchPublic = (address, request) =>
  guardedFetch(address, { ...request, allowPrivate: false })
