import { randomBytes } from 'node:crypto'
import { apiError } from '../../base/error.ts'
import { acceptedEncoding } from '../accept-encoding.ts'
import { type AdminAsset, readAdminAsset } from '../admin-asset.ts'
import { beQuiet } from '../answered.ts'
import type { HttpHouse } from '../house.ts'
import { limitVisitor } from '../limit.ts'
import { type Exchange, header, type HttpApp } from '../respond.ts'
import { refuse } from '../route.ts'

type Assets = Map<string, Promise<AdminAsset | undefined>>

const PAGE = 'index.html'
/** Where the build leaves room for the nonce of a page. */
const NONCE = '{{nonce}}'
/**
 * Of the one style sheet that is used without the nonce: what mails look like in their preview. Its frame is sandboxed and
 * holds what a template says, so that the nonce of the page has no business there. `policy.test.ts` of the admin UI says the
 * new hash when the style changes.
 */
const MAIL_STYLE = "'sha256-JnniqJtTSc6/0G1i2BHvyQdytiNj0YfohLr4QUdO8Ik='"

/** `/_/`: files of the admin UI, read once. Its pages live behind the hash of the address. */
export function adminUiRoutes(app: HttpApp, house: HttpHouse): void {
  const assets: Assets = new Map()
  app.get('/_', (exchange) => {
    beQuiet(exchange)
    return new Response(null, { status: 307, headers: { location: '/_/' } })
  })
  // An address that can be said and written down; the page itself lives behind the hash like all others.
  app.get('/_/reference', (exchange) => {
    beQuiet(exchange)
    return new Response(null, { status: 307, headers: { location: '/_/#/reference' } })
  })
  app.get('/_/*', async (exchange) => {
    beQuiet(exchange)
    try {
      limitVisitor(house, exchange)
      const path = exchange.req.path.slice('/_/'.length) || PAGE
      const asset = isPlainPath(path) ? await load(assets, path) : undefined
      if (!asset) throw apiError('route_not_found', {})
      return path === PAGE ? sendPage(asset) : sendFile(exchange, asset)
    } catch (error) {
      return refuse(house, exchange, error)
    }
  })
}

/** Names of a build are words, dashes and dots; what else comes is not ours, nor are its compressed twins. */
function isPlainPath(path: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)*(?:\/[\w-]+(?:\.[\w-]+)*)*$/.test(path) && !/\.(?:br|gz)$/.test(path)
}

function load(assets: Assets, path: string): Promise<AdminAsset | undefined> {
  const known = assets.get(path)
  if (known) return known
  const loading = readAdminAsset(path)
  assets.set(path, loading)
  const forget = (): void => void assets.delete(path)
  // What is not there is not remembered: the build may come later, and made-up names must not pile up.
  loading.then((asset) => asset ?? forget(), forget)
  return loading
}

/** A new nonce with each page: scripts and styles that were put on it by anybody else, or uploaded, do not have it. */
function sendPage({ plain, type }: AdminAsset): Response {
  const nonce = randomBytes(16).toString('base64')
  const html = new TextDecoder().decode(plain).replaceAll(NONCE, nonce)
  return new Response(html, {
    headers: {
      ...common,
      'content-type': type,
      'content-security-policy': policy(nonce),
      'cache-control': 'no-store',
    },
  })
}

/** Strict: own scripts only, no frames, nothing from elsewhere (`reliability.md` U2). */
function policy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}' ${MAIL_STYLE}`,
    "img-src 'self' data: blob:",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const common: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
}

/** Contract services.md §6.6. */
function sendFile(exchange: Exchange, { type, plain, small, tag }: AdminAsset): Response {
  const encoding = acceptedEncoding(header(exchange, 'accept-encoding'))
  const bytes = encoding && small[encoding]
  const etag = `"${tag}${bytes ? `-${encoding}` : ''}"`
  const headers = {
    ...common,
    'content-type': type,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'max-age=1209600, stale-while-revalidate=86400',
    vary: 'Accept-Encoding',
    etag,
  }
  if (isKnown(header(exchange, 'if-none-match'), etag)) return new Response(null, { status: 304, headers })
  if (!bytes) return new Response(plain, { headers })
  return new Response(bytes, { headers: { ...headers, 'content-encoding': encoding } })
}

/** RFC 9110 §13.1.2: weak comparison. */
function isKnown(condition: string | undefined, etag: string): boolean {
  if (condition === undefined) return false
  return condition.split(',').some((item) => {
    const tag = item.trim().replace(/^W\//, '')
    return tag === etag || tag === '*'
  })
}
