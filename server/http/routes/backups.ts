import { apiError } from '../../base/error.ts'
import { deleteBackup } from '../../ops/backups/delete-backup.ts'
import { findBackup } from '../../ops/backups/find-backup.ts'
import { backupsToJson } from '../../ops/backups/list-backups.ts'
import { requestBackup } from '../../ops/backups/request-backup.ts'
import { startRestore } from '../../ops/backups/restore-backup.ts'
import { uploadBackup } from '../../ops/backups/upload-backup.ts'
import { readTexts, withBody } from '../body.ts'
import { fileResponse } from '../file-response.ts'
import type { HttpHouse } from '../house.ts'
import { askCounted } from '../limit.ts'
import type { Exchange, HttpApp } from '../respond.ts'
import { refuse, serveSuperuser } from '../route.ts'

const KEY = '/api/backups/:key'

/** Contract services.md §6.2. */
export function backupRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    '/api/backups',
    serveSuperuser(house, () => backupsToJson(house)),
  )

  app.post(
    '/api/backups',
    serveSuperuser(house, async (exchange) => {
      await requestBackup(house, await readTexts(exchange))
      return undefined
    }),
  )

  uploadRoute(app, house)

  app.get(KEY, async (exchange) => {
    try {
      return await sendBackup(house, exchange)
    } catch (error) {
      return refuse(house, exchange, error)
    }
  })

  app.delete(
    KEY,
    serveSuperuser(house, async (exchange) => {
      await deleteBackup(house, keyOf(exchange))
      return undefined
    }),
  )

  app.post(
    `${KEY}/restore`,
    serveSuperuser(house, async (exchange) => {
      await startRestore(house, keyOf(exchange))
      return undefined
    }),
  )
}

function uploadRoute(app: HttpApp, house: HttpHouse): void {
  app.post(
    '/api/backups/upload',
    serveSuperuser(
      house,
      async (exchange) => {
        const options = { limit: Infinity, house }
        await withBody(exchange, options, ({ files }) => uploadBackup(house, files))
        return undefined
      },
      { setsBodyLimit: true },
    ),
  )
}

/** Decoded: `%40auto…` is `@auto…`. */
function keyOf({ req }: Exchange): string {
  return req.param('key') ?? ''
}

async function sendBackup(house: HttpHouse, exchange: Exchange): Promise<Response> {
  const ask = await askCounted(house, exchange)
  const key = keyOf(exchange)
  const { stat, read } = await findBackup(house, ask, { key, token: exchange.req.query('token') ?? '' })
  const common = house.respond.headers(exchange)
  const response = await fileResponse(exchange, common, { stat, name: key, isDownload: true, read })
  if (!response) throw apiError('backup_not_found', {})
  // The whole of the data: no cache may keep it.
  response.headers.set('cache-control', 'no-store')
  return response
}
