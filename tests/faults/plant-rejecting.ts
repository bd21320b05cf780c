import { WebSocketServer } from 'ws'

/*
 * The fault that a control plants, loaded by a server before anything else: the hundredth socket brings about a promise
 * that is rejected, and that nobody waits for.
 */
const letIn = Reflect.get(WebSocketServer.prototype, 'handleUpgrade')
let sockets = 0

Reflect.set(
  WebSocketServer.prototype,
  'handleUpgrade',
  function (this: WebSocketServer, ...given: unknown[]): unknown {
    sockets += 1
    if (sockets === 100) void Promise.reject(new Error('nobody waits for this'))
    return Reflect.apply(letIn, this, given)
  },
)
