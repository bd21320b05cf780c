import { z } from 'zod'
import { andThen } from '../../base/now.ts'
import { channelName } from '../channel-name.ts'
import { frameId } from '../frame-id.ts'
import { defineFrame, type FrameType } from '../frame-type.ts'

const MAX_PAYLOAD = 32 * 1024

const schema = z.strictObject({
  type: z.literal('send'),
  id: frameId,
  channel: channelName,
  event: z.string().min(1).max(100),
  payload: z
    .unknown()
    .optional()
    .refine(
      (payload) => Buffer.byteLength(JSON.stringify(payload) ?? '') <= MAX_PAYLOAD,
      `is longer than ${MAX_PAYLOAD} bytes`,
    ),
  ack: z.boolean().optional(),
})

/** Tell the other members of a channel something. */
export const send: FrameType = defineFrame('send', {
  schema,
  answer({ id, channel, event, payload, ack }, client, desk) {
    const sent = desk.channels.send(client, { channel, event, payload: JSON.stringify(payload ?? null) })
    return andThen(sent, () => {
      if (ack) desk.send(client, { type: 'ok', id })
    })
  },
})
