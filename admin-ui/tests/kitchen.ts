import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Client, createClient, memoryStore, type Session } from '@dapur/sdk'
import { afterAll, beforeAll } from 'vitest'
import { type Served, serveProcess, temporaryDir } from '../../server/tests/serve-process.ts'
import { noBrowser } from './browser.ts'

/** Where the build is; `npm test` makes it before the tests. */
export const dist = fileURLToPath(new URL('../dist/', import.meta.url))

export const email = 'chef@example.com'
export const password = 'a long password'

/** A real server of its own for the tests of a file. */
export interface Kitchen {
  /** Without a slash at the end. */
  readonly address: string
  /** The one-time link that it printed; throws when it printed none. */
  installLink(): string
  /** A client that is signed in as the superuser: each time one of its own, in one session while that holds. */
  signedIn(): Promise<Client>
}

/** @param options.superuser shall there be one from the start? */
export function useKitchen(options: { superuser: boolean }): Kitchen {
  let server: Served | undefined
  let removeData: (() => Promise<void>) | undefined
  let session: Session | undefined
  const running = (): Served => {
    if (!server) throw new Error('The server is not running.')
    return server
  }
  beforeAll(async () => {
    if (noBrowser) return
    if (!existsSync(dist))
      throw new Error('The admin UI is not built: run "npm test" or "npm run build" first.')
    const { dir, remove } = await temporaryDir()
    removeData = remove
    const account = { DAPUR_SUPERUSER_EMAIL: email, DAPUR_SUPERUSER_PASSWORD: password }
    server = await serveProcess(['--dir', dir], options.superuser ? account : {})
  })
  afterAll(async () => {
    await server?.stop()
    await removeData?.()
  })
  return {
    get address() {
      return running().address
    },
    installLink() {
      const link = /http\S+\/_\/#\/(?:pb)?install\/\S+/.exec(running().output)?.[0]
      if (link === undefined) throw new Error(`The server printed no link:\n${running().output}`)
      return link
    },
    async signedIn() {
      const dapur = createClient(running().address, { store: memoryStore() })
      const superusers = dapur.collection('_superusers')
      // To hash a password takes longer than most of what is done with the client.
      if (session) dapur.auth.save(session)
      const isKnown = session !== undefined && (await superusers.refresh().catch(() => undefined))
      if (!isKnown) await superusers.signIn({ email, password })
      session = dapur.auth.session ?? undefined
      return dapur
    },
  }
}
