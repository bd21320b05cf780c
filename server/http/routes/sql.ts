import { runSql } from '../../ops/sql-console.ts'
import { readTexts } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

/** Contract data.md §8.1. */
export function sqlRoutes(app: HttpApp, house: HttpHouse): void {
  app.post(
    '/api/sql',
    serveSuperuser(house, async (exchange) => runSql(house, await readTexts(exchange))),
  )
}
