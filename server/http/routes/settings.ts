import { type Settings, settingsToJson } from '../../settings/settings.ts'
import { updateSettings } from '../../settings/update-settings.ts'
import { readJson } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

/** Contract services.md §5. */
export function settingsRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    '/api/settings',
    serveSuperuser(house, () => text(house, house.settings.current)),
  )

  app.patch(
    '/api/settings',
    serveSuperuser(house, async (exchange) =>
      text(house, await updateSettings(house, await readJson(exchange))),
    ),
  )
}

function text(house: HttpHouse, settings: Settings): string {
  return JSON.stringify(settingsToJson(settings, house.settings.fixed.sources))
}
