import { explainRule } from '../../records/explain.ts'
import { checkWrittenRule } from '../../settings/check-written-rule.ts'
import { readJson } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

/** What is said of rules while they are written (architecture.md, *Beyond the contract*). */
export function ruleRoutes(app: HttpApp, house: HttpHouse): void {
  app.post(
    '/api/rules/check',
    serveSuperuser(house, async (exchange) =>
      JSON.stringify(checkWrittenRule(house, await readJson(exchange))),
    ),
  )

  app.post(
    '/api/rules/explain',
    serveSuperuser(house, async (exchange) =>
      JSON.stringify(await explainRule(house, await readJson(exchange))),
    ),
  )
}
