import { getMimeType } from 'hono/utils/mime'
import { apiError } from '../../base/error.ts'
import { contentOf } from '../../files/disk-content.ts'
import { beQuiet } from '../answered.ts'
import { findPublicFile, publicNames, type PublicFile } from '../find-public-file.ts'
import type { HttpHouse } from '../house.ts'
import { limitVisitor } from '../limit.ts'
import { rangeResponse } from '../range-response.ts'
import { type Exchange, type HttpApp } from '../respond.ts'
import { refuse } from '../route.ts'

const INDEX = 'index.html'

/** The owner's own site, for whatever nothing else answers (contract services.md §8.4). `/api` is never part of it. */
export function publicFileRoutes(app: HttpApp, house: HttpHouse): void {
  const { publicDir } = house
  if (publicDir === undefined) {
    app.get('/', (exchange) => toAdminUi(exchange))
    return
  }
  app.get('/*', async (exchange) => {
    beQuiet(exchange)
    try {
      limitVisitor(house, exchange)
      const response = await answer(house, exchange, publicDir)
      if (response) return response
      if (exchange.req.path === '/') return toAdminUi(exchange)
      throw apiError('route_not_found', {})
    } catch (error) {
      return refuse(house, exchange, error)
    }
  })
}

function toAdminUi(exchange: Exchange): Response {
  beQuiet(exchange)
  return new Response(null, { status: 307, headers: { location: '/_/' } })
}

/** Undefined for what is not there. */
async function answer(house: HttpHouse, exchange: Exchange, root: string): Promise<Response | undefined> {
  const { path } = exchange.req
  const names = publicNames(path)
  if (!names || names[0]?.toLowerCase() === 'api') return undefined
  const isFolder = path.endsWith('/')
  const found = await findPublicFile(root, names)
  if (found?.stats.isFile()) {
    if (names.at(-1) === INDEX) return redirect(house, exchange, names.slice(0, -1), true)
    if (isFolder) return redirect(house, exchange, names, false)
    return send(house, exchange, found)
  }
  if (found?.stats.isDirectory()) {
    const index = await findPublicFile(root, [...names, INDEX])
    if (index?.stats.isFile())
      return isFolder ? send(house, exchange, index) : redirect(house, exchange, names, true)
  }
  if (!house.indexFallback) return undefined
  const fallback = await findPublicFile(root, [INDEX])
  return fallback?.stats.isFile() ? send(house, exchange, fallback) : undefined
}

/** Written anew from the names that were checked: an address such as `//host` never becomes a place to go to. */
function redirect(
  house: HttpHouse,
  exchange: Exchange,
  names: readonly string[],
  isFolder: boolean,
): Response {
  const path = names.map((name) => `/${encodeURIComponent(name)}`).join('') + (isFolder ? '/' : '')
  const { search } = new URL(exchange.req.url)
  return new Response(null, {
    status: 301,
    headers: { ...house.respond.headers(exchange), location: path + search },
  })
}

function send(
  house: HttpHouse,
  exchange: Exchange,
  { place, stats }: PublicFile,
): Promise<Response | undefined> {
  const headers = {
    ...house.respond.headers(exchange),
    'content-type': getMimeType(place) ?? 'application/octet-stream',
    // Kept, and asked for anew each time: the owner may put another one there at any moment.
    'cache-control': 'no-cache',
  }
  return rangeResponse(exchange, headers, {
    stat: { size: stats.size, modified: stats.mtimeMs },
    read: (range) => contentOf(place, range),
  })
}
