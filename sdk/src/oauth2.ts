import { ApiError } from './error.ts'
import type { Way } from './redirects.ts'
import { authPath, signInBy, type SignInOptions } from './sign-in-call.ts'
import type { Transport } from './transport.ts'
import type { AuthMethodsJson, AuthResult } from './wire.ts'

/** Sign-in by another service, in a window of its own. */
export interface OAuth2Options extends SignInOptions {
  /** `github`, as `authMethods` names it. */
  provider: string
  /** What to ask for, instead of what the provider is asked for by default. */
  scopes?: readonly string[] | undefined
  /** What the record begins with, if one has to be made. */
  createData?: object | undefined
  /** Shows the page of the provider: in a new window unless you do it otherwise, as apps without windows have to. */
  openUrl?: ((url: string) => unknown) | undefined
}

/** What an app has that received the answer of the provider on a page of its own. */
export interface OAuth2Code extends SignInOptions {
  provider: string
  code: string
  /** The one that `authMethods` gave with the address. */
  codeVerifier: string
  /** The address of that page, as the provider was told. */
  redirectURL: string
  createData?: object | undefined
}

/** Exchanges the code of a provider for a session (contract services.md §2.4). */
export function signInWithCode<T>(
  transport: Transport,
  collection: string,
  { provider, code, codeVerifier, redirectURL, createData, ...options }: OAuth2Code,
): Promise<AuthResult<T>> {
  const body = { provider, code, codeVerifier, redirectURL, createData }
  return signInBy<T>(transport, { collection, way: 'auth-with-oauth2', body, options })
}

/**
 * The whole way to a provider and back. Who closes the window is not noticed, since a provider may cut it off from its
 * opener: give `signal` to have a way out.
 */
export async function signInWithWindow<T>(
  transport: Transport,
  collection: string,
  { begin, ...options }: OAuth2Options & { begin: (way: Way) => Promise<string> },
): Promise<AuthResult<T>> {
  const { provider: name, scopes, signal } = options
  const { show, close } = options.openUrl ? { show: options.openUrl, close: undefined } : openWindow()
  const redirectURL = `${transport.url}/api/oauth2-redirect`
  let codeVerifier = ''
  const code = await begin({
    signal,
    async setOut(state) {
      const path = `${authPath(collection)}/auth-methods`
      const { oauth2 } = await transport.send<AuthMethodsJson>({ method: 'GET', path, signal })
      const provider = oauth2.providers.find((known) => known.name === name)
      if (!provider) throw failure(`"${name}" is no provider of this collection.`)
      codeVerifier = provider.codeVerifier
      const url = new URL(provider.authURL + encodeURIComponent(redirectURL))
      url.searchParams.set('state', state)
      if (scopes) url.searchParams.set('scope', scopes.join(' '))
      await show(url.href)
    },
  }).finally(close)
  return signInWithCode<T>(transport, collection, { ...options, code, codeVerifier, redirectURL })
}

function failure(message: string): ApiError {
  return new ApiError({ status: 0, code: 'oauth2_failed', message })
}

/** What we need of a page: not every platform that this compiles for knows its types. */
interface Page {
  Blob: unknown
  open?(url: string, name: string, features: string): { location: { href: string }; close(): void } | null
}

/** Opened at once: browsers allow it only while a click is being answered. */
function openWindow(): { show: (url: string) => void; close: () => void } {
  const page: Page = globalThis
  const opened = page.open?.('about:blank', 'dapur_oauth2', 'width=600,height=700')
  return {
    show(url) {
      if (!opened) throw failure('The browser has not opened a window.')
      opened.location.href = url
    },
    close: () => opened?.close(),
  }
}
