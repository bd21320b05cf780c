import { fieldTypeList } from '../../collections/field-type-list.ts'
import { dryRunView, type DryRun } from '../../collections/dry-run-view.ts'
import { oauthProviderList } from '../../collections/oauth-provider-list.ts'
import { planCollectionChange, planNewCollection } from '../../collections/plan-change.ts'
import { collectionScaffolds } from '../../collections/scaffolds.ts'
import { fieldToJson } from '../../fields/field.ts'
import { rowWriter } from '../../records/serialise.ts'
import { readJson } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

const META = '/api/collections/meta'

/** What forms for collections ask for: contract data.md §2.2, §2.8, and the plans of architecture.md. */
export function collectionMetaRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    `${META}/scaffolds`,
    serveSuperuser(house, () => JSON.stringify(collectionScaffolds())),
  )

  app.get(
    `${META}/oauth2-providers`,
    serveSuperuser(house, () => JSON.stringify(oauthProviderList())),
  )

  app.get(
    `${META}/field-types`,
    serveSuperuser(house, () => JSON.stringify(fieldTypeList())),
  )

  app.post(
    `${META}/dry-run-view`,
    serveSuperuser(house, async (exchange) => dryRunText(await dryRunView(house, await readJson(exchange)))),
  )

  // For a collection that is not there yet, which has no name to stand in the address.
  app.post(
    '/api/collections/plan',
    serveSuperuser(house, async (exchange) =>
      JSON.stringify(await planNewCollection(house, await readJson(exchange))),
    ),
  )

  app.post(
    '/api/collections/:collection/plan',
    serveSuperuser(house, async (exchange) => {
      const name = exchange.req.param('collection') ?? ''
      return JSON.stringify(await planCollectionChange(house, name, await readJson(exchange)))
    }),
  )
}

// Records as everyone may see them: the hidden fields stay away.
function dryRunText({ collection, rows }: DryRun): string {
  const write = rowWriter(collection, false)
  const sample = rows.map((row) => `${write(row, false)}}`)
  return `{"fields":${JSON.stringify(collection.fields.map(fieldToJson))},"sample":[${sample.join()}]}`
}
