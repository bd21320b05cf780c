import { z } from 'zod'
import { andThen } from '../../base/now.ts'
import { channelName } from '../channel-name.ts'
import { frameId } from '../frame-id.ts'
import { defineFrame, type FrameType } from '../frame-type.ts'
import { messageOf } from '../pipe.ts'

const MAX_STATE = 4096

const schema = z.strictObject({
  type: z.literal('join'),
  id: frameId,
  channel: channelName,
  presence: z
    .unknown()
    .optional()
    .refine(
      (state) => Buffer.byteLength(JSON.stringify(state) ?? '') <= MAX_STATE,
      `is longer than ${MAX_STATE} bytes`,
    ),
})

/** Be a member of a channel, and of those that the others see, with what one says of oneself. */
export const join: FrameType = defineFrame('join', {
  schema,
  answer({ id, channel, presence: state }, client, { channels, outbox }) {
    const text = state === undefined ? undefined : JSON.stringify(state)
    return andThen(channels.join(client, channel, text), ({ member, presence }) => {
      const [name, own] = [id, member].map((value) => JSON.stringify(value))
      outbox.put(client, messageOf(`{"type":"ok","id":${name},"member":${own},"presence":${presence}}`, 0))
    })
  },
})
