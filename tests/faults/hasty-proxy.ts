import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

/** A server in front of the server, with the fault that the loops have to find. */
export interface HastyProxy {
  readonly url: string
  close(): void
}

const note = z.looseObject({ id: z.string() })

/**
 * Answers every create with 200 at once and only then passes it on: what a server does that acknowledges before it
 * commits. A kill loses what was still on its way.
 *
 * @param target the url of the real server
 */
export async function startHastyProxy(target: string): Promise<HastyProxy> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    void text(request).then(async (body) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ id: note.parse(JSON.parse(body)).id }))
      await passOn(target + path, request, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function passOn(url: string, { method = 'POST' }: IncomingMessage, body: string): Promise<void> {
  try {
    await fetch(url, { method, headers: { 'content-type': 'application/json' }, body })
  } catch {
    // The server is dead and the note lost, although it was acknowledged: this is the planted fault.
  }
}
