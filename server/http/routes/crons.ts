import { formatTime } from '../../base/clock.ts'
import { apiError } from '../../base/error.ts'
import type { JobState } from '../../ops/jobs.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

/** Contract services.md §6.3. With `?details=1` each job has a key of ours, `dapur`, at its end. */
export function cronRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    '/api/crons',
    serveSuperuser(house, ({ req }) => {
      const isDetailed = req.query('details') === '1'
      return JSON.stringify(house.jobs.list().map((state) => toJson(state, isDetailed)))
    }),
  )

  app.post(
    '/api/crons/:id',
    serveSuperuser(house, ({ req }) => {
      const id = req.param('id') ?? ''
      if (!house.jobs.run(id)) throw apiError('job_not_found', { id })
      return undefined
    }),
  )
}

function toJson(state: JobState, isDetailed: boolean): object {
  const { id, expression } = state
  return isDetailed ? { id, expression, dapur: detailsOf(state) } : { id, expression }
}

function detailsOf({ timeZone, isRunning, last, next }: JobState): object {
  return {
    timeZone,
    isRunning,
    nextRun: next === undefined ? '' : formatTime(next),
    lastRun: last ? formatTime(last.startedAt) : '',
    /** Milliseconds. */
    lastDuration: last ? Math.round(last.duration) : 0,
    lastResult: last ? (last.error === undefined ? 'ok' : 'failed') : '',
    lastError: last?.error ?? '',
  }
}
