import { join } from 'node:path'
import { type Client, createClient, memoryStore } from '@dapur/sdk'
import { afterAll, beforeAll } from 'vitest'
import { type Served, serveProcess, temporaryDir } from '../../../server/tests/serve-process.ts'
import type { Schema } from '../dapur.d.ts'
import { COOK, seedWarung } from '../seed.ts'

const admin = { email: 'admin@warung.example', password: 'a long password' }

/** A warung of its own for the tests of a file, with its menu. */
export interface Warung {
  readonly dir: string
  readonly address: string
  /** Somebody new, signed up and signed in. */
  guest(): Promise<Client<Schema>>
  cook(): Promise<Client<Schema>>
  /** Sees everything, to look at what is stored. */
  owner(): Promise<Client<Schema>>
}

/** Starts before the tests of the file, and ends after them. */
export function openWarung(): Warung {
  let server: Served | undefined
  let data: Awaited<ReturnType<typeof temporaryDir>> | undefined
  let guests = 0
  const connect = (): Client<Schema> => createClient<Schema>(server?.address ?? '', { store: memoryStore() })
  const owner = async (): Promise<Client<Schema>> => {
    const dapur = connect()
    await dapur.collection('_superusers').signIn(admin)
    return dapur
  }
  beforeAll(async () => {
    data = await temporaryDir()
    const flags = ['--dir', data.dir, '--config', join(import.meta.dirname, '../hono.config.ts')]
    const account = { DAPUR_SUPERUSER_EMAIL: admin.email, DAPUR_SUPERUSER_PASSWORD: admin.password }
    server = await serveProcess(flags, account)
    await seedWarung(await owner())
  })
  afterAll(async () => {
    await server?.stop()
    await data?.remove()
  })
  return {
    get dir() {
      return data?.dir ?? ''
    },
    get address() {
      return server?.address ?? ''
    },
    owner,
    async guest() {
      const dapur = connect()
      guests += 1
      const account = { email: `guest${guests}@example.com`, password: 'a long password' }
      await dapur.collection('users').create({ ...account, passwordConfirm: account.password })
      await dapur.collection('users').signIn(account)
      return dapur
    },
    async cook() {
      const dapur = connect()
      await dapur.collection('staff').signIn(COOK)
      return dapur
    },
  }
}
