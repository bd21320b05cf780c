import { apiError } from '../../base/error.ts'
import { problem } from '../../base/problem.ts'
import { batchBodyLimit, runBatch } from '../../records/batch.ts'
import { BatchFailure } from '../../records/batch-failure.ts'
import { withUploads } from '../../records/with-uploads.ts'
import { withBody } from '../body.ts'
import { envelope } from '../envelope.ts'
import type { HttpHouse } from '../house.ts'
import { type HttpApp, incomingOf } from '../respond.ts'
import { serve } from '../route.ts'

/** Contract data.md §6. */
export function batchRoutes(app: HttpApp, house: HttpHouse): void {
  app.post(
    '/api/batch',
    serve(
      house,
      (exchange, ask) => {
        const isGone = (): boolean => incomingOf(exchange)?.socket.destroyed === true
        const options = { limit: batchBodyLimit(house), house }
        return withBody(exchange, options, ({ values: input, files }) =>
          withUploads(house, ask, files, async (whole) => {
            try {
              return await runBatch(house, whole, { input, isGone })
            } catch (error) {
              throw error instanceof BatchFailure ? batchError(house, error) : error
            }
          }),
        )
      },
      { setsBodyLimit: true },
    ),
  )
}

/** The whole answer of the request that failed, under its place (contract data.md §6.4). */
function batchError(house: HttpHouse, { at, cause }: BatchFailure): Error {
  const response: unknown = JSON.parse(envelope(cause, house.storage.sql, house.log).body)
  const failed = { ...problem('batch_request_failed', 'This request of the batch failed.'), response }
  return apiError('batch_failed', {}, { cause, data: { requests: { [String(at)]: failed } } })
}
