import { WebSocketServer } from 'ws'

/*
 * The fault that a control plants, loaded by a server before anything else: a message may be as large as it likes.
 */
const letIn = Reflect.get(WebSocketServer.prototype, 'handleUpgrade')

Reflect.set(
  WebSocketServer.prototype,
  'handleUpgrade',
  function (this: WebSocketServer, ...given: unknown[]): unknown {
    Object.assign(this.options, { maxPayload: 0, maxFragments: 0 })
    return Reflect.apply(letIn, this, given)
  },
)
