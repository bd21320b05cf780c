import type { Caller } from '../caller.ts'
import { type CallOptions, callOf } from '../query.ts'
import { authPath } from '../sign-in-call.ts'
import type { Call } from '../transport.ts'

/** What calls on an account take. */
export interface AccountOptions extends CallOptions {
  /** The id of another account than one's own: for superusers. */
  record?: string | undefined
}

/** One call on an account; `path` is what comes behind the collection. */
interface AccountCall {
  method: Call['method']
  path: string
  body?: object
  options?: AccountOptions | undefined
}

/** What the account of a collection is asked with. Throws an `ApiError`. */
export function accountCalls(client: Caller, collection: string): <T>(call: AccountCall) => Promise<T> {
  return ({ method, path, body, options = {} }) =>
    client.send({
      method,
      path: `${authPath(collection)}/${path}`,
      ...callOf(options),
      query: { record: options.record, ...options.query },
      ...(body && { body }),
    })
}
