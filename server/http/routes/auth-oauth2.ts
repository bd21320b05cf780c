import { makeAppleSecret } from '../../auth/apple-secret.ts'
import { signIn } from '../../auth/sign-in.ts'
import { limitedActions } from '../../settings/limited-action.ts'
import { readJson, readTexts } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serve, serveSuperuser } from '../route.ts'
import { signsIn } from '../signs-in.ts'

/** Contract services.md §2.4, §5.3. */
export function oauth2Routes(app: HttpApp, house: HttpHouse): void {
  app.post(
    '/api/collections/:collection/auth-with-oauth2',
    serve(
      house,
      async (exchange, ask) => {
        const collection = exchange.req.param('collection') ?? ''
        return signIn(house, ask, { collection, method: 'oauth2', body: await readTexts(exchange) })
      },
      { action: limitedActions.authWithOAuth2, guard: signsIn(house, 'oauth2') },
    ),
  )

  app.post(
    '/api/settings/apple/generate-client-secret',
    serveSuperuser(house, async (exchange) =>
      JSON.stringify(await makeAppleSecret(house, await readJson(exchange))),
    ),
  )
}
