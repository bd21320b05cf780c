import { openSync } from 'node:fs'
import { WebSocketServer } from 'ws'

/*
 * The fault that a control plants, loaded by a server before anything else: of every socket that is let in its request is
 * kept, and of every twentieth a file.
 */
const kept: unknown[] = []
const letIn = Reflect.get(WebSocketServer.prototype, 'handleUpgrade')

Reflect.set(
  WebSocketServer.prototype,
  'handleUpgrade',
  function (this: WebSocketServer, ...given: unknown[]): unknown {
    kept.push(given)
    if (kept.length % 20 === 0) openSync('/dev/null', 'r')
    return Reflect.apply(letIn, this, given)
  },
)
