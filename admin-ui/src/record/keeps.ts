import type { CollectionJson } from '@dapur/sdk'

/** Does the collection keep what its records were (docs/realtime.md, History)? */
export function keepsHistory(collection: CollectionJson): boolean {
  return optionsOf(collection)['history'] === true
}

/** Is a sign-in of this collection a session that can be ended (docs/auth.md, Sessions)? */
export function keepsSessions(collection: CollectionJson): boolean {
  const { sessions } = optionsOf(collection)
  return isObject(sessions) && sessions['enabled'] === true
}

/** May accounts of this collection have passkeys? */
export function hasPasskeys(collection: CollectionJson): boolean {
  const { passkey } = optionsOf(collection)
  return isObject(passkey) && passkey['enabled'] === true
}

/** May accounts of this collection have an authenticator app? */
export function hasTotp(collection: CollectionJson): boolean {
  const { totp } = optionsOf(collection)
  return isObject(totp) && totp['enabled'] === true
}

/** May accounts of this collection have API keys? */
export function hasApiKeys(collection: CollectionJson): boolean {
  const { apiKeys } = optionsOf(collection)
  return isObject(apiKeys) && apiKeys['enabled'] === true
}

/** What a collection has beyond the contract; all of it is absent while it is as it comes. */
function optionsOf(collection: CollectionJson): Record<string, unknown> {
  const { dapur }: { id: string; dapur?: unknown } = collection
  return isObject(dapur) ? dapur : {}
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
