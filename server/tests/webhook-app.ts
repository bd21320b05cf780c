import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, vi } from 'vitest'
import { type AppOptions } from '../app.ts'
import { listDeliveries } from '../ops/webhooks/list-deliveries.ts'
import { type Reply, type TestApp, testApp } from './test-app.ts'

/** A request that a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: Reply['json']
}

/** A server of somebody else, on a socket. */
export interface Receiver {
  readonly url: string
  readonly port: number
  /** All that arrived, oldest first. */
  readonly all: Received[]
  /** What it answers from now on; a function may answer each request otherwise, or never (undefined). */
  answer: (received: Received) => { status: number; headers?: Record<string, string> } | undefined
  /** Wait until so many have arrived. */
  arrived(count: number): Promise<void>
  /** Stop listening; `listen` begins again on the same port. */
  close(): Promise<void>
  listen(): Promise<void>
}

/** A server that keeps what it gets and answers 200, until the test is over. */
export async function receiver(port = 0): Promise<Receiver> {
  const all: Received[] = []
  let server: Server | undefined
  const receiving: Receiver = {
    port,
    all,
    get url() {
      return `http://127.0.0.1:${this.port}/hook`
    },
    answer: () => ({ status: 200 }),
    arrived: (count) =>
      vi.waitFor(() => expect(all.length).toBeGreaterThanOrEqual(count), { timeout: 8000, interval: 10 }),
    async listen() {
      const listening = createServer((request, response) => {
        let text = ''
        request.on('data', (chunk: Buffer) => (text += chunk.toString()))
        request.on('end', () => {
          const received = { headers: request.headers, text, json: JSON.parse(text || 'null') }
          all.push(received)
          const said = receiving.answer(received)
          if (said) response.writeHead(said.status, said.headers).end('the body of the endpoint')
        })
      })
      await new Promise<void>((resolve) => listening.listen(this.port, '127.0.0.1', resolve))
      server = listening
      Object.assign(this, { port: portOf(listening) })
    },
    async close() {
      const closing = server
      server = undefined
      closing?.closeAllConnections()
      await new Promise((resolve) => (closing ? closing.close(resolve) : resolve(undefined)))
    },
  }
  await receiving.listen()
  onTestFinished(() => receiving.close())
  return receiving
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** A clock that a test moves. */
export interface MovedClock {
  now(): number
  steady(): number
  forward(ms: number): void
}

function movedClock(): MovedClock {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    steady: () => performance.now() + offset,
    forward(ms) {
      offset += ms
    },
  }
}

/** An app with a collection `orders` and a webhook. */
export interface WebhookApp extends TestApp {
  readonly clock: MovedClock
  /** The first webhook. */
  readonly id: string
  readonly secret: string
  /** Replace the webhooks; answers those of the answer. */
  readonly hooks: (webhooks: unknown) => Promise<Reply['json']>
  readonly deliveries: () => Promise<Reply['json']>
  /** Wait until the newest deliveries have these statuses. */
  readonly settled: (...statuses: string[]) => Promise<void>
}

export async function webhookApp(
  url: string,
  { events = ['orders.*'], ...options }: Partial<AppOptions> & { events?: string[] } = {},
): Promise<WebhookApp> {
  const clock = movedClock()
  const app = await testApp({ clock, ...options })
  const fields = [
    { name: 'title', type: 'text' },
    { name: 'note', type: 'text', hidden: true },
  ]
  await app.collection({ name: 'orders', type: 'base', fields })
  const { call, superuser: token } = app
  const hooks = async (webhooks: unknown): Promise<Reply['json']> => {
    const { status, json, text } = await call('PATCH', '/api/settings', {
      token,
      body: { dapur: { webhooks } },
    })
    expect(status, text).toBe(200)
    return json.dapur?.webhooks
  }
  const [{ id, secret }] = await hooks([{ name: 'Kitchen', url, events }])
  // Past the door: a test that moves the clock outlives its token.
  const deliveries = async (): Promise<Reply['json']> =>
    JSON.parse(await listDeliveries(app.app.house, { webhook: id, before: undefined, limit: 30 }))
  const settled = (...statuses: string[]): Promise<void> =>
    vi.waitFor(
      async () => {
        const { items } = await deliveries()
        expect(items.map(({ status }: { status: string }) => status)).toEqual(statuses)
      },
      { timeout: 8000, interval: 20 },
    )
  return { ...app, clock, id, secret, hooks, deliveries, settled }
}
