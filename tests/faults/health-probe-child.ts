import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

/*
 * Asks a server how it is, again and again, in a process of its own: what else a test does must not count as the
 * server's time. `{ url }` begins; `{ url: '' }` ends, and is answered with the milliseconds of all answers.
 */
const order = z.object({ url: z.string() })
const EVERY_MS = 20

let over = new AbortController()
let going: Promise<number[]> | undefined

process.on('message', (message: unknown) => {
  const { url } = order.parse(message)
  if (url !== '') {
    over = new AbortController()
    going = askOnAndOn(url, over.signal)
    process.send?.({ times: [] })
    return
  }
  over.abort()
  void going?.then((times) => process.send?.({ times }))
})

// Whoever asked is gone.
process.once('disconnect', () => over.abort())

async function askOnAndOn(url: string, signal: AbortSignal): Promise<number[]> {
  const times: Promise<number>[] = []
  while (!signal.aborted) {
    times.push(ask(url))
    await sleep(EVERY_MS)
  }
  return Promise.all(times)
}

/** A server that does not answer has taken for ever, which JSON has no number for. */
async function ask(url: string): Promise<number> {
  const start = performance.now()
  try {
    const reply = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(10_000) })
    await reply.text()
    return reply.status === 200 ? performance.now() - start : 1e9
  } catch {
    return 1e9
  }
}
