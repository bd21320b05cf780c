import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A line to a server that can be cut, in one way or the other, and mended. */
export interface CuttableWire {
  /** The server, through the line. */
  readonly address: string
  /** Nothing goes through any more, and what is open breaks. */
  cut(): void
  /** Requests arrive, and their answers are lost. */
  loseAnswers(): void
  mend(): void
  close(): Promise<void>
}

/** @example const wire = await cuttableWire('http://127.0.0.1:8090') */
export async function cuttableWire(target: string): Promise<CuttableWire> {
  const port = Number(new URL(target).port)
  const open = new Set<Socket>()
  let state: 'whole' | 'cut' | 'one way' = 'whole'

  const server = createServer((client) => {
    if (state === 'cut') {
      client.destroy()
      return
    }
    const upstream = connect(port, '127.0.0.1')
    const end = (): void => {
      client.destroy()
      // What has arrived is done even when nobody waits for it any more.
      upstream.end()
      open.delete(client)
    }
    open.add(client)
    client.on('data', (chunk) => upstream.write(chunk))
    upstream.on('data', (chunk) => (state === 'one way' ? end() : client.write(chunk)))
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  return {
    address: `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`,
    cut() {
      state = 'cut'
      for (const socket of open) socket.destroy()
    },
    loseAnswers() {
      state = 'one way'
    },
    mend() {
      state = 'whole'
    },
    async close() {
      state = 'cut'
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
