import { IncomingMessage } from 'node:http'

/*
 * The fault that a control plants, loaded by a server before anything else: every piece of every body is kept.
 */
const kept: unknown[] = []
const push = Reflect.get(IncomingMessage.prototype, 'push')

Reflect.set(IncomingMessage.prototype, 'push', function (this: IncomingMessage, piece: unknown): unknown {
  kept.push(piece)
  return Reflect.apply(push, this, [piece])
})
