import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Agent, type RequestOptions, request } from 'node:https'
import { WebSocket } from 'ws'
import type { Proxy } from './proxy.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  // oxlint-disable-next-line no-explicit-any -- a test reads what it expects, and fails where that is not there
  readonly json: any
}

export interface Ask {
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
}

/** Somebody outside who comes through a proxy, from an address that is not the proxy's own. */
export interface Visitor {
  ask(method: string, path: string, ask?: Ask): Promise<Answer>
  /** An answer of which only the head is there yet. */
  open(path: string, headers?: Readonly<Record<string, string>>): Promise<IncomingMessage>
  /** A form with one file, of which `more` is sent when it is called. */
  upload(path: string, field: string, size: number): Upload
  socket(): WebSocket
  leave(): void
}

export interface Upload {
  /** Send so many bytes more, and wait until they are on their way. */
  more(bytes: number): Promise<void>
  /** Send the rest, and wait for the answer; or only wait, where it came before the rest. */
  finish(): Promise<Answer>
}

/** On Linux all of 127.0.0.0/8 is this machine. */
export const VISITOR = '127.0.0.7'
const CHUNK = Buffer.alloc(1024 * 1024, 7)

/**
 * Come to a proxy.
 *
 * @example const { status } = await visit(proxy).ask('GET', '/api/health')
 */
export function visit(proxy: Proxy): Visitor {
  const agent = new Agent({ keepAlive: true })
  const base = { host: '127.0.0.1', servername: 'localhost', port: proxy.port, ca: proxy.ca }
  const host = { host: `localhost:${proxy.port}` }
  const options: RequestOptions = { ...base, localAddress: VISITOR, agent }
  return {
    async ask(method, path, { token, headers, body } = {}) {
      const text = body && JSON.stringify(body)
      const sent = request({
        ...options,
        method,
        path,
        headers: {
          ...host,
          ...(text === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: token }),
          ...headers,
        },
      })
      sent.end(text)
      return await answerOf(sent)
    },
    async open(path, headers = {}) {
      const sent = request({ ...options, path, headers: { ...host, ...headers } }).end()
      const [incoming] = (await once(sent, 'response')) as [IncomingMessage]
      return incoming
    },
    upload: (path, field, size) => upload({ ...options, path }, host, { field, size }),
    socket: () =>
      new WebSocket(`wss://localhost:${proxy.port}/api/realtime`, 'dapur.v1', {
        ca: proxy.ca,
        family: 4,
        handshakeTimeout: 2000,
        perMessageDeflate: false,
      }),
    leave: () => agent.destroy(),
  }
}

function upload(
  options: RequestOptions,
  host: { readonly host: string },
  { field, size }: { readonly field: string; readonly size: number },
): Upload {
  const head = `--b\r\nContent-Disposition: form-data; name="${field}"; filename="film.bin"\r\n\r\n`
  const tail = '\r\n--b--\r\n'
  const sent = request({
    ...options,
    method: 'POST',
    headers: {
      ...host,
      'content-type': 'multipart/form-data; boundary=b',
      'content-length': head.length + size + tail.length,
    },
  })
  const answer = answerOf(sent)
  // Asked for in `finish`; what goes wrong before must not end the process.
  answer.catch(() => undefined)
  const seen = { isAnswered: false }
  sent.once('response', () => (seen.isAnswered = true))
  sent.write(head)
  let left = size
  const more = async (bytes: number): Promise<void> => {
    const end = Math.max(0, left - bytes)
    while (left > end && !seen.isAnswered) {
      const part = CHUNK.subarray(0, Math.min(left, CHUNK.length))
      left -= part.length
      if (!sent.write(part)) await Promise.race([once(sent, 'drain'), answer])
    }
  }
  return {
    more,
    async finish() {
      await more(left)
      sent.end(tail)
      return await answer
    },
  }
}

async function answerOf(sent: ReturnType<typeof request>): Promise<Answer> {
  const [incoming] = (await once(sent, 'response')) as [IncomingMessage]
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  const isJson = incoming.headers['content-type']?.includes('json') && !incoming.headers['content-encoding']
  const json: unknown = isJson && body.length > 0 ? JSON.parse(body.toString()) : undefined
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body, json }
}
