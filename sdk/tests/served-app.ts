import { onTestFinished } from 'vitest'
import { listen } from '../../server/cli/listen.ts'
import { testApp, type TestApp, testPassword } from '../../server/tests/test-app.ts'
import { type Client, type ClientOptions, createClient, memoryStore } from '../src/index.ts'

/** A whole app on a socket, and clients of it. */
export interface ServedApp extends TestApp {
  readonly url: string
  /** A client that nobody has signed in. */
  readonly open: (options?: ClientOptions) => Client
  /** A client that a superuser has signed in. */
  readonly root: () => Promise<Client>
  /** Changes what a collection of accounts allows. */
  readonly configure: (body: object) => Promise<void>
}

/** Somebody who may sign in at `users`. */
export const sri: { readonly email: string; readonly password: string } = {
  email: 'sri@example.com',
  password: testPassword,
}

/** Opens an app for one test, with an account of `sri`; on one that is open, it only opens the socket. */
export async function servedApp(app?: TestApp): Promise<ServedApp> {
  const made = app ?? (await testApp())
  const server = await listen(made.app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  await made.record('users', { ...sri, passwordConfirm: sri.password })
  const open = (options: ClientOptions = {}): Client =>
    createClient(server.address, { store: memoryStore(), refresh: false, ...options })
  const root = async (): Promise<Client> => {
    const dapur = open()
    await dapur.collection('_superusers').signIn({ email: 'root@example.com', password: testPassword })
    return dapur
  }
  const configure = async (body: object): Promise<void> => {
    await (await root()).collections.update('users', { ...body })
  }
  return { ...made, url: server.address, open, root, configure }
}
