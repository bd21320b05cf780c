import { once } from 'node:events'
import type { WebSocket } from 'ws'

// oxlint-disable-next-line no-explicit-any -- frames of a protocol that is tested elsewhere
type Frame = any

/** A socket that is open, with what came in. */
export interface Talk {
  readonly socket: WebSocket
  readonly frames: Frame[]
  readonly send: (frame: object) => void
  /** Take the next frame of a type; those before it stay. Rejected after five seconds, and when the socket closes. */
  readonly next: (type: string) => Promise<Frame>
}

const PATIENCE_MS = 5000

/**
 * Wait for a socket to open, and keep what comes.
 *
 * Errors: those of the handshake.
 */
export async function talk(socket: WebSocket): Promise<Talk> {
  const frames: Frame[] = []
  socket.on('message', (data) => frames.push(JSON.parse((data as Buffer).toString())))
  await once(socket, 'open')
  // A cut line is seen by its close.
  socket.on('error', () => undefined)
  return {
    socket,
    frames,
    send: (frame) => socket.send(JSON.stringify(frame)),
    async next(type) {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      for (;;) {
        const at = frames.findIndex((frame) => frame.type === type)
        if (at >= 0) return frames.splice(at, 1)[0]
        if (socket.readyState !== socket.OPEN) throw new Error(`closed while waiting for ${type}`)
        await once(socket, 'message', { signal })
      }
    },
  }
}
