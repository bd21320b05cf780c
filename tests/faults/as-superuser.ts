import { z } from 'zod'
import { SUPERUSER } from './server-process.ts'

/** Who may do everything on a server that `startServer` has started. */
export interface Superuser {
  readonly token: string
  /** The text that a request is answered with. Errors: an Error with the answer, when that is no success. */
  readonly call: (method: string, path: string, body?: object) => Promise<string>
}

const signedIn = z.object({ token: z.string() })

/**
 * Sign in as the superuser of a server.
 *
 * @example const { call } = await asSuperuser(server.url); await call('POST', '/api/collections', { name: 'notes' })
 */
export async function asSuperuser(url: string): Promise<Superuser> {
  const send = async (method: string, path: string, body?: object, authorization = ''): Promise<string> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return text
  }
  const { email: identity, password } = SUPERUSER
  const path = '/api/collections/_superusers/auth-with-password'
  const { token } = signedIn.parse(JSON.parse(await send('POST', path, { identity, password })))
  return { token, call: (method, place, body) => send(method, place, body, token) }
}
