import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { collectGarbage } from './collect-garbage.ts'

/*
 * A server that lets WebSockets in and does nothing else: what one costs where nothing is known of it.
 */
const order = z.object({ type: z.enum(['open', 'read']) })

const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false })
server.on('connection', (peer) => {
  peer.on('message', () => peer.send('{"type":"ok"}'))
  peer.send('{"type":"hello"}')
})

process.on('message', (message: unknown) => {
  const { type } = order.parse(message)
  if (type === 'open')
    return void http.listen(0, '127.0.0.1', () => process.send?.({ web: portOf(http.address()) }))
  collectGarbage()
  process.send?.({})
})

function portOf(address: ReturnType<typeof http.address>): number {
  if (address === null || typeof address === 'string') throw new Error('it listens on no port')
  return address.port
}
