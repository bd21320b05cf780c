import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** Where they come to, and whom they may speak for. */
export interface Restlessness {
  readonly url: string
  readonly tokens: readonly string[]
}

const FRAMES = 20
const PAUSE_MS = 30

/** What they ask for, at random; much of it is refused. */
const wishes: readonly ((tokens: readonly string[]) => object)[] = [
  () => ({ type: 'subscribe', topic: 'notes/*' }),
  () => ({ type: 'subscribe', topic: 'orders/*', expand: 'owner' }),
  () => ({ type: 'subscribe', topic: 'notes/*', filter: `text != "${Math.random()}"` }),
  () => ({ type: 'subscribe', topic: `notes/${Math.random().toString(36).slice(2, 17)}` }),
  () => ({ type: 'subscribe', topic: 'notes/*', since: { epoch: 'another', seq: 1 } }),
  () => ({ type: 'live', collection: 'notes', sort: '-text', limit: 3 }),
  () => ({ type: 'unsubscribe', sub: pickNumber(FRAMES) }),
  () => ({ type: 'unsubscribe', sub: pickNumber(FRAMES) }),
  () => ({ type: 'join', channel: 'closed' }),
  (tokens) => ({ type: 'auth', token: tokens[pickNumber(tokens.length)] }),
  () => ({ type: 'auth', token: null }),
  () => ({ type: 'auth', token: 'nobody' }),
]

/** How they go. */
const ends: readonly ((socket: WebSocket) => void)[] = [
  (socket) => socket.close(),
  (socket) => socket.terminate(),
  (socket) => void Reflect.get(socket, '_socket').resetAndDestroy(),
]

/**
 * Come, subscribe, take it back, become somebody else, and go, again and again until the end; answers how often.
 *
 * @example const came = await beRestless({ url, tokens }, signal)
 */
export async function beRestless({ url, tokens }: Restlessness, end: AbortSignal): Promise<number> {
  let came = 0
  while (!end.aborted) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, 'dapur.v1')
    // What is cut off ends; that is all that is asked of it.
    socket.on('error', () => undefined)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await Promise.race([closed, once(socket, 'open').catch(() => undefined)])
    if (socket.readyState === WebSocket.OPEN) await ask(socket, tokens)
    if (socket.readyState === WebSocket.OPEN) ends[pickNumber(ends.length)]?.(socket)
    await closed
    came += 1
  }
  return came
}

async function ask(socket: WebSocket, tokens: readonly string[]): Promise<void> {
  const frames = pickNumber(FRAMES)
  for (let id = 0; id < frames && socket.readyState === WebSocket.OPEN; id++) {
    socket.send(JSON.stringify({ ...wishes[pickNumber(wishes.length)]?.(tokens), id }))
    if (id % 3 === 0) await sleep(pickNumber(PAUSE_MS))
  }
}

function pickNumber(below: number): number {
  return Math.floor(Math.random() * below)
}
