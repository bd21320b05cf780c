import { testS3 } from '../../settings/test-s3.ts'
import { readJson } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

/** Contract services.md §5.3. */
export function settingsS3Routes(app: HttpApp, house: HttpHouse): void {
  app.post(
    '/api/settings/test/s3',
    serveSuperuser(house, async (exchange) => {
      await testS3(house.settings.current, await readJson(exchange))
      return undefined
    }),
  )
}
