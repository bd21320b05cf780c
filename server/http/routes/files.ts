import { actorOfFileToken, issueFileToken } from '../../auth/file-token.ts'
import { apiError } from '../../base/error.ts'
import { findFile } from '../../records/find-file.ts'
import { limitedActions } from '../../settings/limited-action.ts'
import { fileResponse } from '../file-response.ts'
import type { HttpHouse } from '../house.ts'
import type { Exchange, HttpApp } from '../respond.ts'
import { askCounted } from '../limit.ts'
import { refuse, serve } from '../route.ts'

/** Contract services.md §4.4, §4.5. */
export function fileRoutes(app: HttpApp, house: HttpHouse): void {
  app.get('/api/files/:collection/:record/:name', async (exchange) => {
    try {
      return await sendFile(house, exchange)
    } catch (error) {
      return refuse(house, exchange, error)
    }
  })

  app.post(
    '/api/files/token',
    serve(house, (_exchange, ask) => issueFileToken(house, ask)),
  )
}

/** What a query says for yes. */
const YES = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])

async function sendFile(house: HttpHouse, exchange: Exchange): Promise<Response> {
  const ask = await askCounted(house, exchange, limitedActions.file)
  const { req } = exchange
  const { key, stat, name } = await findFile(house, ask, {
    collection: req.param('collection') ?? '',
    recordId: req.param('record') ?? '',
    name: req.param('name') ?? '',
    thumb: req.query('thumb') ?? '',
    byToken: () => actorOfFileToken(house, ask, req.query('token') ?? ''),
  })
  const response = await fileResponse(exchange, house.respond.headers(exchange), {
    stat,
    name,
    isDownload: YES.has(req.query('download') ?? ''),
    read: (range) => house.files.read(key, range),
  })
  if (!response) throw apiError('file_not_found', {})
  return response
}
