import { readFile } from 'node:fs/promises'
import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { getMimeType } from 'hono/utils/mime'
import type { HttpHouse } from '../house.ts'
import { type Exchange, header, type HttpApp } from '../respond.ts'
import { refuse } from '../route.ts'
import { apiError } from '../../base/error.ts'

/** The built admin UI, beside the server's own files in a checkout and in the package alike. */
const DIST = new URL('../../../admin-ui/dist/', import.meta.url)

/** Strict: own scripts only, no frames, nothing from elsewhere (`reliability.md` U2). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

interface Asset {
  readonly headers: Readonly<Record<string, string>>
  readonly plain: Uint8Array<ArrayBuffer>
  readonly zipped: Uint8Array<ArrayBuffer>
}

const zip = promisify(gzip)

/** `/_/`: files of the admin UI, read and compressed once. Its pages live behind the hash of the address. */
export function adminUiRoutes(app: HttpApp, house: HttpHouse): void {
  const assets = new Map<string, Promise<Asset | undefined>>()
  app.get('/', () => redirect('/_/'))
  app.get('/_', () => redirect('/_/'))
  app.get('/_/*', async (exchange: Exchange) => {
    const path = exchange.req.path.slice('/_/'.length) || 'index.html'
    const asset = isPlainPath(path) ? await load(assets, path) : undefined
    if (!asset) return refuse(house, exchange, apiError('route_not_found', {}))
    return send(exchange, asset)
  })
}

function redirect(to: string): Response {
  return new Response(null, { status: 307, headers: { location: to } })
}

/** Names of a build are words, dashes and dots; what else comes is not ours. */
function isPlainPath(path: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)*(?:\/[\w-]+(?:\.[\w-]+)*)*$/.test(path)
}

function load(assets: Map<string, Promise<Asset | undefined>>, path: string): Promise<Asset | undefined> {
  const known = assets.get(path)
  if (known) return known
  const loading = read(path)
  assets.set(path, loading)
  // What is not there is not remembered: the build may come later, and made-up names must not pile up.
  void loading.then((asset) => asset ?? assets.delete(path))
  return loading
}

async function read(path: string): Promise<Asset | undefined> {
  try {
    const plain = new Uint8Array(await readFile(new URL(path, DIST)))
    return { plain, zipped: new Uint8Array(await zip(plain)), headers: headersFor(path) }
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(error.code))
    )
      return undefined
    throw error
  }
}

function headersFor(path: string): Readonly<Record<string, string>> {
  return {
    'content-type': getMimeType(path) ?? 'application/octet-stream',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    vary: 'Accept-Encoding',
    // Names under assets/ carry a hash of what is in them.
    'cache-control': path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}

function send(exchange: Exchange, { headers, plain, zipped }: Asset): Response {
  const takesGzip = /\bgzip\b/.test(header(exchange, 'accept-encoding') ?? '')
  if (!takesGzip || zipped.length >= plain.length) return new Response(plain, { headers })
  return new Response(zipped, { headers: { ...headers, 'content-encoding': 'gzip' } })
}
