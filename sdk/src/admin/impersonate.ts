import { type Caller, transportOf } from '../caller.ts'
import { type Client, type ClientOptions, createClient } from '../client.ts'
import { keepSession } from '../renew.ts'
import type { AnySchema } from '../schema.ts'
import { authPath } from '../sign-in-call.ts'
import { memoryStore } from '../store.ts'
import type { AuthResult } from '../wire.ts'

/** Whom to be, and for how long. */
interface Impersonation {
  collection: string
  id: string
  /** In seconds; as long as tokens of the collection last unless told. */
  duration?: number
}

/**
 * A client that is somebody else, for superusers (contract services.md §2.10). Its token cannot be renewed.
 *
 * Errors: an `ApiError`.
 *
 * @param options of the new client; it keeps its session in memory unless told
 * @example const sri = await impersonate(dapur, { collection: 'users', id, duration: 3600 })
 */
export async function impersonate<Schema extends object = AnySchema>(
  client: Caller,
  { collection, id, duration }: Impersonation,
  options: ClientOptions = {},
): Promise<Client<Schema>> {
  const path = `${authPath(collection)}/impersonate/${encodeURIComponent(id)}`
  const result = await client.send<AuthResult>({ method: 'POST', path, body: { duration } })
  const other = createClient<Schema>(client.url, { store: memoryStore(), refresh: false, ...options })
  keepSession(transportOf(other), result)
  return other
}
