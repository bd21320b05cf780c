import { createClient, type Client, type ClientOptions } from './client.ts'
import type { AnySchema } from './schema.ts'
import { type AuthStore, createStore } from './store.ts'

export interface CookieOptions {
  /** The header `Cookie` of the request. */
  cookie: string | null | undefined
  /** Called with a `Set-Cookie` header whenever the session changes. */
  setCookie: (header: string) => void
  /** `dapur_auth` unless told. */
  name?: string
  /** `false` only where pages are read over plain HTTP on another host than localhost. */
  secure?: boolean
}

/** Of one cookie, name and attributes included, browsers keep no more. */
const LARGEST = 4096
const LIFETIME_S = 400 * 24 * 3600

/**
 * A client for one request on a server: never share it between requests, or one visitor is another.
 *
 * @example
 * const dapur = createServerClient<Schema>(url, {
 *   cookie: request.headers.get('cookie'),
 *   setCookie: (header) => response.headers.append('set-cookie', header),
 * })
 */
export function createServerClient<Schema extends object = AnySchema>(
  url: string,
  options: CookieOptions & Omit<ClientOptions, 'store'>,
): Client<Schema> {
  // Nothing is renewed by a clock in a client that lives for one request.
  return createClient<Schema>(url, { refresh: false, ...options, store: cookieStore(options) })
}

/**
 * The session of one request, for pages that are made on the server. The cookie is closed to scripts.
 *
 * A record that does not fit into a cookie is cut down to its id and its collection.
 */
function cookieStore({ cookie, setCookie, name = 'dapur_auth', secure = true }: CookieOptions): AuthStore {
  let kept = findCookie(cookie ?? '', name)
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  return createStore({
    read: () => kept,
    write(text) {
      kept = text
      if (text === null) return setCookie(`${name}=; Max-Age=0${attributes}`)
      const whole = `${name}=${encodeURIComponent(text)}; Max-Age=${LIFETIME_S}${attributes}`
      setCookie(
        whole.length <= LARGEST
          ? whole
          : `${name}=${encodeURIComponent(cutDown(text))}; Max-Age=${LIFETIME_S}${attributes}`,
      )
    },
  })
}

function findCookie(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key = '', value = ''] = pair.trim().split('=', 2)
    if (key !== name || value === '') continue
    try {
      return decodeURIComponent(value)
    } catch {
      // Somebody else's cookie of this name.
      return null
    }
  }
  return null
}

function cutDown(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    key === 'record' && typeof value === 'object' && value !== null ? pickIdentity(value) : value,
  )
}

function pickIdentity(record: object): object {
  const kept = ['id', 'collectionId', 'collectionName']
  return Object.fromEntries(Object.entries(record).filter(([key]) => kept.includes(key)))
}
