import { impersonate } from '../../auth/impersonate.ts'
import { listAuthMethods } from '../../auth/methods-list.ts'
import { refreshSession } from '../../auth/refresh.ts'
import { signIn } from '../../auth/sign-in.ts'
import { limitedActions } from '../../settings/limited-action.ts'
import { readObject, readTexts } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import { header, type HttpApp } from '../respond.ts'
import { requireSuperuser, serve } from '../route.ts'
import { signsIn } from '../signs-in.ts'

const COLLECTION = '/api/collections/:collection'

/** Contract services.md §2.1–2.3, §2.10. */
export function authRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    `${COLLECTION}/auth-methods`,
    serve(house, ({ req }) => JSON.stringify(listAuthMethods(house, req.param('collection') ?? '')), {
      action: limitedActions.listAuthMethods,
    }),
  )

  app.post(
    `${COLLECTION}/auth-with-password`,
    serve(
      house,
      async (exchange, ask) => {
        const collection = exchange.req.param('collection') ?? ''
        return signIn(house, ask, { collection, method: 'password', body: await readTexts(exchange) })
      },
      { action: limitedActions.authWithPassword, guard: signsIn(house, 'password') },
    ),
  )

  app.post(
    `${COLLECTION}/auth-refresh`,
    serve(
      house,
      (exchange, ask) => {
        const collection = exchange.req.param('collection') ?? ''
        return refreshSession(house, ask, { collection, authorization: header(exchange, 'authorization') })
      },
      { action: limitedActions.authRefresh },
    ),
  )

  impersonateRoute(app, house)
}

function impersonateRoute(app: HttpApp, house: HttpHouse): void {
  const mustSignIn = signsIn(house)
  app.post(
    `${COLLECTION}/impersonate/:id`,
    serve(
      house,
      async (exchange, ask) =>
        impersonate(house, ask, {
          collection: exchange.req.param('collection') ?? '',
          id: exchange.req.param('id') ?? '',
          readBody: () => readObject(exchange),
        }),
      {
        guard(ask, exchange) {
          requireSuperuser(ask)
          mustSignIn(ask, exchange)
        },
      },
    ),
  )
}
