import { sendTestMail } from '../../auth/test-mail.ts'
import { readJson } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

/** Contract services.md §5.3. */
export function settingsEmailRoutes(app: HttpApp, house: HttpHouse): void {
  app.post(
    '/api/settings/test/email',
    serveSuperuser(house, async (exchange) => {
      await sendTestMail(house, await readJson(exchange))
      return undefined
    }),
  )
}
