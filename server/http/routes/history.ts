import { apiError } from '../../base/error.ts'
import { type HistoryQuery, listHistory, restoreVersion } from '../../records/history.ts'
import { writeRecord } from '../../records/output.ts'
import type { HttpHouse } from '../house.ts'
import type { Exchange, HttpApp } from '../respond.ts'
import { serve } from '../route.ts'

const HISTORY = '/api/collections/:collection/records/:id/history'
const PER_PAGE = 30
const MOST_PER_PAGE = 100

/** Architecture.md, *Beyond the contract*. */
export function historyRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    HISTORY,
    serve(house, (exchange, ask) => listHistory(house, ask, queryOf(exchange))),
  )

  app.post(
    `${HISTORY}/:seq/restore`,
    serve(house, async (exchange, ask) => {
      const seq = wholeNumber(exchange.req.param('seq') ?? '')
      const restored = await restoreVersion(house, ask, { ...recordOf(exchange), seq })
      return await writeRecord(house, ask, restored.collection, restored.cells)
    }),
  )
}

/** Errors: `bad_request` 400 for numbers that are none. */
function queryOf(exchange: Exchange): HistoryQuery {
  const { before, limit } = exchange.req.query()
  return {
    ...recordOf(exchange),
    before: before === undefined || before === '' ? undefined : wholeNumber(before),
    limit: Math.min(limit === undefined || limit === '' ? PER_PAGE : wholeNumber(limit), MOST_PER_PAGE),
  }
}

function recordOf({ req }: Exchange): Pick<HistoryQuery, 'collection' | 'id'> {
  return { collection: req.param('collection') ?? '', id: req.param('id') ?? '' }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw apiError('bad_request', {})
  return Number(text)
}
