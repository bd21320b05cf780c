import { z } from 'zod'
import { apiError } from '../../base/error.ts'
import { frameId } from '../frame-id.ts'
import { defineFrame, type FrameType } from '../frame-type.ts'
import { isTaken } from '../is-taken.ts'
import { closeCodes } from '../limits.ts'
import { wishOf } from '../wish.ts'

const texts = z.record(z.string(), z.unknown())
const topic = z
  .string()
  .regex(/^(?:@oauth2|[^/]{1,255}\/[^/]{1,255})$/, 'has to be COLLECTION/*, COLLECTION/RECORD or @oauth2')

const point = z.int().min(0)

const schema = z.strictObject({
  type: z.literal('subscribe'),
  id: frameId,
  topic,
  filter: z.string().optional(),
  expand: z.string().optional(),
  fields: z.string().optional(),
  query: texts.optional(),
  headers: texts.optional(),
  since: z.strictObject({ epoch: z.string().max(100), seq: point, after: point.optional() }).optional(),
})

/** Hear of the changes on a topic from here on, or from where the client was cut off. */
export const subscribe: FrameType = defineFrame('subscribe', {
  schema,
  answer({ id, since, ...options }, client, desk) {
    const { topics, limits, send, fail, refuse } = desk
    const key = JSON.stringify(id)
    if (isTaken(client, key, desk)) throw apiError('body_malformed', { why: `the id ${key} is taken` })
    if (client.subscriptions.size + client.calls.size >= limits.subscriptions) {
      fail(client, id, apiError('requests_too_many', {}))
      return refuse(client, closeCodes.tooMuch)
    }
    desk.watch()
    const seq = desk.seq()
    if (options.topic.startsWith('@')) {
      client.calls.set(options.topic, key)
      return send(client, { type: 'ok', id, seq })
    }
    const wish = wishOf(options, limits.filter)
    const subscription = topics.add(client, key, wish, since ? Infinity : seq)
    send(client, { type: 'ok', id, seq: since ? desk.resumer.startOf(since) : seq })
    if (since) desk.resumer.resume(subscription, since)
  },
})
