import { z } from 'zod'
import { apiError } from '../../base/error.ts'
import { frameId } from '../frame-id.ts'
import { defineFrame, type FrameType } from '../frame-type.ts'

const schema = z.strictObject({ type: z.literal('unsubscribe'), id: frameId, sub: frameId })

/** Hear no more of a topic, or have a live query no more. */
export const unsubscribe: FrameType = defineFrame('unsubscribe', {
  schema,
  answer({ id, sub }, client, { topics, live, send }) {
    const key = JSON.stringify(sub)
    const subscription = client.subscriptions.get(key)
    const [topic] = [...client.calls].find(([, called]) => called === key) ?? []
    if (subscription) topics.remove(subscription)
    else if (topic !== undefined) client.calls.delete(topic)
    else if (!live.close(client, key))
      throw apiError('body_malformed', { why: `there is no subscription ${key}` })
    send(client, { type: 'ok', id })
  },
})
