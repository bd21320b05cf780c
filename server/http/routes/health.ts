import { isSuperuser } from '../../base/actor.ts'
import { formatTime } from '../../base/clock.ts'
import type { Ailment } from '../../ops/health.ts'
import type { Ask } from '../../records/request.ts'
import type { HttpHouse } from '../house.ts'
import { type Exchange, header, type HttpApp } from '../respond.ts'
import { serve, serveSuperuser } from '../route.ts'

const HEALTHY = 'The API is healthy.'
const AILMENTS: Readonly<Record<Ailment, string>> = {
  database:
    'The API is degraded: the disk failed to keep what was written. Reads go on; writes are refused until the server is started again.',
  disk: 'The API is degraded: the disk is full. Reads go on; writes are refused until there is room.',
}
/** Written once: nothing is asked for more often. */
const FOR_ALL = JSON.stringify({ message: HEALTHY, code: 200, data: {} })
/** What proxies tell an address in, when the settings name none. */
const USUAL_HEADERS = ['CF-Connecting-IP', 'Fly-Client-IP', 'X-Forwarded-For']

/** Contract services.md §6.4, and the ballast (architecture.md, *Beyond the contract*). */
export function healthRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    '/api/health',
    serve(house, (exchange, ask) => {
      const [ailment] = house.health.ailments
      const isForSuperuser = isSuperuser(ask.actor)
      if (ailment === undefined && !isForSuperuser) return FOR_ALL
      const message = ailment === undefined ? HEALTHY : AILMENTS[ailment]
      const data = isForSuperuser ? details(house, exchange, ask) : {}
      return JSON.stringify({ message, code: 200, data })
    }),
  )

  app.delete(
    '/api/health/ballast',
    serveSuperuser(house, async () => JSON.stringify({ freed: await house.health.freeBallast() })),
  )
}

function details({ health, backups, settings }: HttpHouse, exchange: Exchange, ask: Ask): object {
  const names = [...settings.current.trustedProxy.headers, ...USUAL_HEADERS]
  const { lastFailure } = backups
  const failure = lastFailure && { ...lastFailure, at: formatTime(lastFailure.at) }
  const { durability, ailments, freeBytes, hasBallast } = health
  return {
    canBackup: backups.current === undefined,
    realIP: ask.ip,
    possibleProxyHeader: names.find((name) => header(exchange, name.toLowerCase()) !== undefined) ?? '',
    dapur: { durability, degraded: ailments, freeBytes, hasBallast, lastBackupFailure: failure },
  }
}
