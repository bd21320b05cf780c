import { z } from 'zod'
import { apiError } from '../../base/error.ts'
import { channelName } from '../channel-name.ts'
import { frameId } from '../frame-id.ts'
import { defineFrame, type FrameType } from '../frame-type.ts'

const schema = z.strictObject({ type: z.literal('leave'), id: frameId, channel: channelName })

/** Be a member of a channel no more. */
export const leave: FrameType = defineFrame('leave', {
  schema,
  answer({ id, channel }, client, { channels, send }) {
    if (!channels.leave(client, channel)) throw apiError('channel_not_joined', {})
    send(client, { type: 'ok', id })
  },
})
