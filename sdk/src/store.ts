import { isTokenFresh } from './token.ts'
import type { RecordJson } from './wire.ts'

/** Who is signed in: the token and the record it stands for. */
export interface Session {
  readonly token: string
  readonly record: RecordJson
  /** Where the server gives short tokens: what the next one is had for, once. */
  readonly refreshToken?: string
}

/** Where the session is kept. All SDK calls read the token from here. */
export interface AuthStore {
  readonly session: Session | null
  /** '' for a guest. */
  readonly token: string
  /** Is there a token that has not run out by this machine's clock? */
  readonly isValid: boolean
  save(session: Session): void
  clear(): void
  /** Called after every change; in browsers also when another tab changes it. Returns how to stop. */
  onChange(listener: (session: Session | null) => void): () => void
}

/** A place for one text. */
export interface Place {
  read(): string | null
  write(text: string | null): void
}

/** Keeps the session for as long as the process or page lives. */
export function memoryStore(): AuthStore {
  let kept: string | null = null
  return createStore({
    read: () => kept,
    write: (text) => {
      kept = text
    },
  })
}

/**
 * Keeps the session in the browser's localStorage, shared by all tabs. Where there is none, or it
 * is blocked, it keeps it in memory.
 *
 * @param key the name of the entry; give each app of one origin its own
 */
export function localStore(key = 'dapur_auth'): AuthStore {
  const storage = findStorage()
  if (!storage) return memoryStore()
  const store = createStore({
    read: () => storage.getItem(key),
    write: (text) => (text === null ? storage.removeItem(key) : storage.setItem(key, text)),
  })
  const page: typeof globalThis & StorageEvents = globalThis
  page.addEventListener?.('storage', (event) => {
    if (event.key === key || event.key === null) store.reload()
  })
  return store
}

interface StorageEvents {
  addEventListener?(type: 'storage', listener: (event: { readonly key: string | null }) => void): void
}

function findStorage(): Storage | undefined {
  try {
    // Reading the property alone throws where cookies are blocked.
    const storage: Storage | undefined = globalThis.localStorage
    return typeof storage?.getItem === 'function' ? storage : undefined
  } catch {
    return undefined
  }
}

/** A store over any place that answers at once. */
export function createStore(place: Place): AuthStore & { reload(): void } {
  const listeners = new Set<(session: Session | null) => void>()
  let session = parseSession(place.read())
  const change = (next: Session | null): void => {
    session = next
    for (const listen of listeners) listen(session)
  }
  return {
    get session() {
      return session
    },
    get token() {
      return session?.token ?? ''
    },
    get isValid() {
      return session !== null && isTokenFresh(session.token)
    },
    save(next) {
      place.write(JSON.stringify(next))
      change(next)
    },
    clear() {
      place.write(null)
      change(null)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reload: () => change(parseSession(place.read())),
  }
}

/** Whatever lies there may be from an older version or another app. */
function parseSession(text: string | null): Session | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return isSession(value) ? value : null
  } catch {
    return null
  }
}

function isSession(value: unknown): value is Session {
  if (typeof value !== 'object' || value === null) return false
  const { token, record }: { token?: unknown; record?: unknown } = value
  return typeof token === 'string' && typeof record === 'object' && record !== null && 'id' in record
}
