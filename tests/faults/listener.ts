import { WebSocket } from 'ws'
import { z } from 'zod'

/** A frame that came in. */
export interface ListenerFrame {
  readonly type: string
  readonly id?: number | undefined
  readonly record?: Readonly<Record<string, unknown>> | undefined
}

const frames: z.ZodType<ListenerFrame> = z.looseObject({
  type: z.string(),
  id: z.number().optional(),
  record: z.record(z.string(), z.unknown()).optional(),
})

/** A socket that takes down what it hears. */
export interface Listener {
  /** All frames that are answers to nothing, in order. */
  readonly heard: ListenerFrame[]
  /** Send a frame; resolves to its answer. */
  ask(frame: object): Promise<ListenerFrame>
  close(): void
}

/**
 * Connect to the realtime of a server, speak for somebody, and listen to a topic.
 *
 * Errors: an Error when the token or the topic is refused.
 *
 * @example const listener = await openListener(server.url, { token, topic: 'notes/*' })
 */
export async function openListener(
  url: string,
  { token, topic }: { readonly token: string; readonly topic: string },
): Promise<Listener> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, 'dapur.v1')
  const heard: ListenerFrame[] = []
  const waiting = new Map<number, (frame: ListenerFrame) => void>()
  let ids = 0
  socket.on('message', (data) => {
    const frame = frames.parse(JSON.parse((data as Buffer).toString()))
    const answered = frame.id === undefined ? undefined : waiting.get(frame.id)
    if (answered) answered(frame)
    else heard.push(frame)
  })
  const ask = (frame: object): Promise<ListenerFrame> =>
    new Promise((resolve) => {
      ids += 1
      waiting.set(ids, resolve)
      socket.send(JSON.stringify({ ...frame, id: ids }))
    })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  for (const frame of [
    { type: 'auth', token },
    { type: 'subscribe', topic },
  ]) {
    const answer = await ask(frame)
    if (answer.type === 'error')
      throw new Error(`${JSON.stringify(frame)} is answered ${JSON.stringify(answer)}`)
  }
  return { heard, ask, close: () => socket.terminate() }
}
