import { z } from 'zod'
import { parseField } from '../fields/field.ts'
import type { Field } from '../fields/field-type.ts'
import type { TypedCollection } from '../ops/types-expand.ts'

const session = z.object({ token: z.string() })
const page = z.object({
  totalPages: z.number(),
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.enum(['base', 'auth', 'view']),
      indexes: z.array(z.string()),
      fields: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
})
const PER_PAGE = 200

/**
 * The collections of a running server.
 *
 * Errors: plain Errors that name the address, for a server that does not answer or refuses.
 *
 * @example await remoteCollections('http://127.0.0.1:8090', { email, password })
 */
export async function remoteCollections(
  url: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<readonly TypedCollection[]> {
  const api = `${url.replace(/\/+$/, '')}/api/collections`
  const { token } = session.parse(
    await ask(`${api}/_superusers/auth-with-password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identity: email, password }),
    }),
  )
  const found: TypedCollection[] = []
  for (let number = 1, last = 1; number <= last; number += 1) {
    const address = `${api}?page=${number}&perPage=${PER_PAGE}`
    const { totalPages, items } = page.parse(await ask(address, { headers: { authorization: token } }))
    found.push(...items.map((item) => ({ ...item, fields: item.fields.map(fieldOf) })))
    last = totalPages
  }
  return found
}

async function ask(address: string, init: RequestInit): Promise<unknown> {
  const answer = await fetch(address, init).catch((error: unknown) => {
    throw new Error(`${address} does not answer.`, { cause: error })
  })
  if (answer.ok) return await answer.json()
  throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`)
}

function fieldOf(json: Record<string, unknown>): Field {
  const field = parseField(json)
  if (typeof field === 'string') throw new Error(`The server has a field that is not known here: ${field}`)
  return field
}
