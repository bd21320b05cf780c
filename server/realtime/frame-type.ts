import type { z } from 'zod'
import { apiError } from '../base/error.ts'
import type { Now } from '../base/now.ts'
import type { Client } from './client.ts'
import type { Desk } from './desk.ts'

/** One kind of frame that a client may send (`realtime.md`, *Frames*). */
export interface FrameType {
  /** The `type` of the frame. */
  readonly name: string
  /** Read such a frame. Errors: `body_malformed` 400, also for keys that are not known. */
  parse(value: unknown): AnswerFrame
}

/** Answers a frame that was read. What it throws becomes an `error` frame. */
export type AnswerFrame = (client: Client, desk: Desk) => Now<void>

/** What makes a kind of frame. */
export interface FrameOptions<F> {
  readonly schema: z.ZodType<F>
  readonly answer: (frame: F, client: Client, desk: Desk) => Now<void>
}

/**
 * Make a kind of frame: what it looks like, and what is done with it. Its schema is strict: what a misspelt `filter`
 * would let through is not what was asked for.
 *
 * @example
 * const schema = z.strictObject({ type: z.literal('ping'), id: frameId.optional() })
 * export const ping = defineFrame('ping', { schema, answer: ({ id }, client, desk) => desk.send(client, { type: 'pong', id }) })
 */
export function defineFrame<F>(name: string, { schema, answer }: FrameOptions<F>): FrameType {
  return {
    name,
    parse(value) {
      const frame = read(schema, value)
      return (client, desk) => answer(frame, client, desk)
    },
  }
}

function read<F>(schema: z.ZodType<F>, value: unknown): F {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue?.path.join('.') ?? ''
  const why = `${where === '' ? '' : `"${where}": `}${issue?.message ?? 'not a frame'}`
  throw apiError('body_malformed', { why: why.slice(0, 300) }, { cause: result.error })
}
