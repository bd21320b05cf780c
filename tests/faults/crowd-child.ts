import { connect, type Socket } from 'node:net'
import { z } from 'zod'

/*
 * Many clients that send the head of a request one byte at a time and never finish it, in a process of its own.
 * `{ url, sockets, everyMs }` begins, and is answered when all have tried to come in; `{ sockets: 0 }` ends. Both are
 * answered with what was seen so far.
 */
const order = z.object({ url: z.string(), sockets: z.number(), everyMs: z.number() })
/** So many connect at a time, and whoever is cut comes back after a while. */
const AT_ONCE = 50
const BACK_MS = 500

const open = new Set<Socket>()
let timer: NodeJS.Timeout | undefined
let isOver = false
/** How many were let in, and for how long the longest of those that were cut had been. */
const seen = { entered: 0, cut: 0, longestMs: 0 }

process.on('message', (message: unknown) => {
  void obey(order.parse(message)).then(() => process.send?.({ ...seen, open: open.size }))
})

async function obey({ url, sockets, everyMs }: z.infer<typeof order>): Promise<void> {
  if (sockets === 0) return leave()
  timer = setInterval(() => {
    for (const socket of open) socket.write('x')
  }, everyMs)
  const port = Number(new URL(url).port)
  for (let come = 0; come < sockets; come += AT_ONCE) {
    const few = Math.min(AT_ONCE, sockets - come)
    await Promise.all(Array.from({ length: few }, () => enter(port)))
  }
}

function leave(): void {
  isOver = true
  clearInterval(timer)
  for (const socket of open) socket.destroy()
}

/** Settles when it is in or has been turned away. */
function enter(port: number): Promise<void> {
  return new Promise((resolve) => {
    let since = 0
    const socket = connect(port, '127.0.0.1', () => {
      since = performance.now()
      seen.entered++
      open.add(socket)
      socket.write('GET /api/health HTTP/1.1\r\nx: ')
      resolve()
    })
    // An answer is read, so that the end behind it is seen.
    socket.resume()
    socket.on('error', () => undefined)
    socket.on('close', () => {
      resolve()
      if (open.delete(socket)) seen.cut++
      if (since > 0) seen.longestMs = Math.max(seen.longestMs, performance.now() - since)
      if (!isOver) setTimeout(() => !isOver && void enter(port), BACK_MS)
    })
  })
}
