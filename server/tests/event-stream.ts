import { get, type IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import { listen } from '../cli/listen.ts'
import { type Call, type Reply, testApp, type TestApp } from './test-app.ts'
import type { AppOptions } from '../app.ts'

/** One event of a stream: its three lines, the data as JSON. */
export interface StreamEvent {
  readonly id: string
  readonly event: string
  readonly data: Reply['json']
}

/** A listener on a real socket, that reads bytes as they are. */
export interface Stream {
  readonly response: IncomingMessage
  /** From its first event. */
  readonly clientId: string
  /** All that arrived, as text. */
  readonly text: () => string
  /** Take the next event. */
  readonly next: () => Promise<StreamEvent>
  readonly ended: Promise<void>
  /** Say what it is to hear. */
  readonly listen: (subscriptions: readonly string[], call?: Call) => Promise<Reply>
}

export interface StreamApp extends TestApp {
  readonly address: string
  readonly open: (headers?: Readonly<Record<string, string>>) => Promise<Stream>
  /** A request over a real socket. */
  readonly send: (method: string, path: string, call?: Call) => Promise<Reply>
}

/** An app with a socket. */
export async function streamApp(options: Partial<AppOptions> = {}): Promise<StreamApp> {
  const made = await testApp(options)
  const server = await listen(made.app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const send: StreamApp['send'] = async (method, path, { token, body, headers } = {}) => {
    const response = await fetch(server.address + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: token }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    }
  }
  return {
    ...made,
    address: server.address,
    send,
    open: (headers = {}) => openStream(server.address, send, headers),
  }
}

async function openStream(
  address: string,
  send: StreamApp['send'],
  headers: Readonly<Record<string, string>>,
): Promise<Stream> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${address}/api/realtime`, { headers }, resolve).on('error', reject)
  })
  onTestFinished(() => void response.destroy())
  let text = ''
  let taken = 0
  let wake = (): void => undefined
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    text += chunk
    wake()
  })
  const ended = new Promise<void>((resolve) => {
    response.once('close', () => {
      resolve()
      wake()
    })
  })
  const next = async (): Promise<StreamEvent> => {
    for (;;) {
      const end = text.indexOf('\n\n', taken)
      if (end >= 0) {
        const lines = text.slice(taken, end)
        taken = end + 2
        return parse(lines)
      }
      if (response.closed) throw new Error('the stream has ended')
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  const { id: clientId } = await next()
  const post = (subscriptions: readonly string[], call: Call = {}): Promise<Reply> =>
    send('POST', '/api/realtime', { ...call, body: { clientId, subscriptions } })
  return { response, clientId, text: () => text, next, ended, listen: post }
}

function parse(lines: string): StreamEvent {
  const found = /^id:(.*)\nevent:(.*)\ndata:(.*)$/.exec(lines)
  if (!found) throw new Error(`not an event: ${lines}`)
  const [, id = '', event = '', data = ''] = found
  return { id, event, data: JSON.parse(data) }
}
