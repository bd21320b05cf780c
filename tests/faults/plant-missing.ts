import { Outbox } from '../../server/realtime/outbox.ts'

/*
 * The fault that a control plants, loaded by a server before anything else: one in five hundred messages is not sent.
 */
const put = Reflect.get(Outbox.prototype, 'put')
let messages = 0

Reflect.set(Outbox.prototype, 'put', function (this: Outbox, ...given: unknown[]): unknown {
  messages += 1
  return messages % 500 === 0 ? undefined : Reflect.apply(put, this, given)
})
