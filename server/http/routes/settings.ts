import { settingsOfForm } from '../../settings/form-settings.ts'
import { type Settings, settingsToJson } from '../../settings/settings.ts'
import { updateSettings } from '../../settings/update-settings.ts'
import { isForm, readJson, readTexts } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { Exchange, HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

/** Contract services.md §5. */
export function settingsRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    '/api/settings',
    serveSuperuser(house, () => text(house, house.settings.current)),
  )

  app.patch(
    '/api/settings',
    serveSuperuser(house, async (exchange) => {
      const { settings, made } = await updateSettings(house, await readPart(exchange))
      return text(house, settings, made)
    }),
  )
}

async function readPart(exchange: Exchange): Promise<unknown> {
  return isForm(exchange) ? settingsOfForm(await readTexts(exchange)) : readJson(exchange)
}

function text(house: HttpHouse, settings: Settings, made?: ReadonlyMap<string, string>): string {
  return JSON.stringify(settingsToJson(settings, house.settings.fixed.sources, made))
}
