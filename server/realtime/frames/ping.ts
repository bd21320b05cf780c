import { z } from 'zod'
import { frameId } from '../frame-id.ts'
import { defineFrame, type FrameType } from '../frame-type.ts'

const schema = z.strictObject({ type: z.literal('ping'), id: frameId.optional() })

/** A sign of life that is answered. */
export const ping: FrameType = defineFrame('ping', {
  schema,
  answer({ id }, client, { send }) {
    send(client, id === undefined ? { type: 'pong' } : { type: 'pong', id })
  },
})
