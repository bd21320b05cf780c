import { type Caller, transportOf } from '../caller.ts'
import { signInBy, type SignInOptions } from '../sign-in-call.ts'
import type { AuthResult, RecordJson } from '../wire.ts'
import { accountCalls, type AccountOptions } from './account-calls.ts'

/** A passkey as it is listed. Times are formatted; `lastUsed` is '' for one that never was. */
export interface PasskeyJson {
  id: string
  name: string
  created: string
  lastUsed: string
}

export interface PasskeySignIn extends SignInOptions {
  /** `conditional`: offered where the browser fills in names, until somebody takes it. */
  mediation?: 'conditional' | 'optional' | 'required' | 'silent' | undefined
}

/** Passkeys, by the browser's own means. Every call throws an `ApiError`, or what the browser throws. */
export interface PasskeysApi<T> {
  /** Asks the device for a new passkey of who is signed in. `name` is shown in the list. */
  register(name: string, options?: AccountOptions): Promise<PasskeyJson>
  /** Asks the device who is there; nobody has to type anything. */
  signIn(options?: PasskeySignIn): Promise<AuthResult<T>>
  list(options?: AccountOptions): Promise<PasskeyJson[]>
  rename(id: string, name: string, options?: AccountOptions): Promise<PasskeyJson>
  delete(id: string, options?: AccountOptions): Promise<void>
}

/**
 * The passkeys of a collection of accounts (`docs/auth.md`).
 *
 * @example
 * await passkeysOf(dapur, 'users').register('My phone')
 * const { record } = await passkeysOf(dapur, 'users').signIn()
 */
export function passkeysOf<T = RecordJson>(client: Caller, collection: string): PasskeysApi<T> {
  const ask = accountCalls(client, collection)
  const one = (id: string): string => `passkeys/${encodeURIComponent(id)}`
  return {
    async register(name, options) {
      const { format, device } = browser()
      const begun = await ask<Begun>({ ...request, body: { register: true }, options })
      const publicKey = format.parseCreationOptionsFromJSON(begun.options)
      const made = await device.create({ publicKey, ...signalOf(options) })
      return ask({ method: 'POST', path: 'passkeys', body: { name, credential: toJson(made) }, options })
    },
    async signIn({ mediation, ...options } = {}) {
      const { format, device } = browser()
      const begun = await ask<Begun>({ ...request, body: {}, options: { signal: options.signal } })
      const publicKey = format.parseRequestOptionsFromJSON(begun.options)
      const asked = { publicKey, ...(mediation && { mediation }), ...signalOf(options) }
      const body = { credential: toJson(await device.get(asked)) }
      return signInBy<T>(transportOf(client), { collection, way: 'auth-with-passkey', body, options })
    },
    async list(options) {
      return (await ask<{ items: PasskeyJson[] }>({ method: 'GET', path: 'passkeys', options })).items
    },
    rename: (id, name, options) => ask({ method: 'PATCH', path: one(id), body: { name }, options }),
    async delete(id, options) {
      await ask({ method: 'DELETE', path: one(id), options })
    },
  }
}

const request = { method: 'POST', path: 'request-passkey' } as const

/** What the server begins with: the options of the browser, as JSON. */
interface Begun {
  options: object
}

/** What we need of a browser: not every platform that this compiles for knows its types. */
interface Browser {
  readonly format: {
    parseCreationOptionsFromJSON(options: object): object
    parseRequestOptionsFromJSON(options: object): object
  }
  readonly device: {
    create(options: object): Promise<unknown>
    get(options: object): Promise<unknown>
  }
}

function browser(): Browser {
  const page: {
    Blob: unknown
    PublicKeyCredential?: Browser['format']
    navigator?: { userAgent: string; credentials?: Browser['device'] }
  } = globalThis
  const [format, device] = [page.PublicKeyCredential, page.navigator?.credentials]
  if (!device || !format?.parseRequestOptionsFromJSON)
    throw new Error('There are no passkeys here: they need a newer browser, and HTTPS or localhost.')
  return { format, device }
}

function signalOf({ signal }: { signal?: AbortSignal | undefined } = {}): { signal?: AbortSignal } {
  return signal ? { signal } : {}
}

function toJson(credential: unknown): object {
  const made: { toJSON?: unknown } = Object(credential)
  if (typeof made.toJSON === 'function') return Object(made.toJSON())
  throw new Error('The browser has given no passkey.')
}
