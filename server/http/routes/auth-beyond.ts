import { createApiKey, listApiKeys, revokeApiKey } from '../../auth/api-keys.ts'
import type { AccountRequest } from '../../auth/account.ts'
import { promoteAccount } from '../../auth/anonymous-promote.ts'
import { deletePasskey, listPasskeys, renamePasskey } from '../../auth/passkeys.ts'
import { registerPasskey } from '../../auth/passkey-register.ts'
import { requestPasskey } from '../../auth/passkey-request.ts'
import { rotateRefreshToken } from '../../auth/refresh-tokens.ts'
import { listSessions, revokeSessions } from '../../auth/sessions.ts'
import { signIn } from '../../auth/sign-in.ts'
import { confirmTotp, enrolTotp, readTotp, removeTotp } from '../../auth/totp.ts'
import { limitedActions } from '../../settings/limited-action.ts'
import { readObject, readTexts } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { Exchange, HttpApp } from '../respond.ts'
import { type Handler, serve, type ServeOptions } from '../route.ts'
import { signsIn } from '../signs-in.ts'

const COLLECTION = '/api/collections/:collection'

/** The method, the end of its address, and what rate limits call it. */
const ways = [
  ['passkey', '/auth-with-passkey', limitedActions.authWithPasskey],
  ['totp', '/auth-with-totp', limitedActions.authWithTOTP],
  ['anonymous', '/auth-anonymous', limitedActions.authAnonymous],
] as const

/** Ways in, and what an account holds, that only we have (architecture.md, *Beyond the contract*). */
export function authBeyondRoutes(app: HttpApp, house: HttpHouse): void {
  const post = (path: string, handle: Handler, options: ServeOptions = {}) =>
    app.post(`${COLLECTION}${path}`, serve(house, handle, options))
  for (const [method, path, action] of ways) {
    post(
      path,
      async (exchange, ask) =>
        signIn(house, ask, { collection: nameOf(exchange), method, body: await readTexts(exchange) }),
      { action, guard: signsIn(house, method) },
    )
  }
  post('/request-passkey', async (exchange, ask) =>
    JSON.stringify(await requestPasskey(house, ask, await withBody(exchange))),
  )
  post('/promote', async (exchange, ask) =>
    promoteAccount(house, ask, { collection: nameOf(exchange), body: await readTexts(exchange) }),
  )
  post('/sessions/refresh', async (exchange, ask) => rotateRefreshToken(house, ask, await withBody(exchange)))
  passkeyRoutes(app, house)
  totpRoutes(app, house)
  apiKeyRoutes(app, house)
  sessionRoutes(app, house)
}

function passkeyRoutes(app: HttpApp, house: HttpHouse): void {
  const path = `${COLLECTION}/passkeys`
  app.get(
    path,
    serve(house, async (exchange, ask) =>
      JSON.stringify(await listPasskeys(house, ask, accountOf(exchange))),
    ),
  )
  app.post(
    path,
    serve(house, async (exchange, ask) =>
      JSON.stringify(await registerPasskey(house, ask, await withBody(exchange))),
    ),
  )
  app.patch(
    `${path}/:id`,
    serve(house, async (exchange, ask) => {
      const request = { ...(await withBody(exchange)), id: idOf(exchange) }
      return JSON.stringify(await renamePasskey(house, ask, request))
    }),
  )
  app.delete(
    `${path}/:id`,
    serve(house, async (exchange, ask) => {
      await deletePasskey(house, ask, { ...accountOf(exchange), id: idOf(exchange) })
      return undefined
    }),
  )
}

function totpRoutes(app: HttpApp, house: HttpHouse): void {
  const path = `${COLLECTION}/totp`
  app.get(
    path,
    serve(house, async (exchange, ask) => JSON.stringify(await readTotp(house, ask, accountOf(exchange)))),
  )
  app.post(
    path,
    serve(house, async (exchange, ask) =>
      JSON.stringify(await enrolTotp(house, ask, await withTexts(exchange))),
    ),
  )
  app.post(
    `${path}/confirm`,
    serve(house, async (exchange, ask) =>
      JSON.stringify(await confirmTotp(house, ask, await withTexts(exchange))),
    ),
  )
  app.delete(
    path,
    serve(house, async (exchange, ask) => {
      await removeTotp(house, ask, { ...accountOf(exchange), body: ask.context.body })
      return undefined
    }),
  )
}

function apiKeyRoutes(app: HttpApp, house: HttpHouse): void {
  const path = `${COLLECTION}/api-keys`
  app.get(
    path,
    serve(house, async (exchange, ask) => JSON.stringify(await listApiKeys(house, ask, accountOf(exchange)))),
  )
  app.post(
    path,
    serve(house, async (exchange, ask) =>
      JSON.stringify(await createApiKey(house, ask, await withTexts(exchange))),
    ),
  )
  app.delete(
    `${path}/:id`,
    serve(house, async (exchange, ask) => {
      await revokeApiKey(house, ask, { ...accountOf(exchange), id: idOf(exchange) })
      return undefined
    }),
  )
}

function sessionRoutes(app: HttpApp, house: HttpHouse): void {
  const path = `${COLLECTION}/sessions`
  app.get(
    path,
    serve(house, async (exchange, ask) =>
      JSON.stringify(await listSessions(house, ask, accountOf(exchange))),
    ),
  )
  app.delete(
    path,
    serve(house, async (exchange, ask) => {
      await revokeSessions(house, ask, accountOf(exchange))
      return undefined
    }),
  )
  app.delete(
    `${path}/:id`,
    serve(house, async (exchange, ask) => {
      await revokeSessions(house, ask, { ...accountOf(exchange), id: idOf(exchange) })
      return undefined
    }),
  )
}

/** Superusers name another record by `?record=`. */
function accountOf(exchange: Exchange): AccountRequest {
  return { collection: nameOf(exchange), record: exchange.req.query('record') }
}

type WithBody = AccountRequest & { readonly body: Readonly<Record<string, unknown>> }

async function withBody(exchange: Exchange): Promise<WithBody> {
  return { ...accountOf(exchange), body: await readObject(exchange) }
}

/** Codes and names may be all digits: a form must not turn them into numbers. */
async function withTexts(exchange: Exchange): Promise<WithBody> {
  return { ...accountOf(exchange), body: await readTexts(exchange) }
}

function nameOf({ req }: Exchange): string {
  return req.param('collection') ?? ''
}

function idOf({ req }: Exchange): string {
  return req.param('id') ?? ''
}
