import { z } from 'zod'
import { apiError } from '../base/error.ts'

/** A client's name for a frame; the answer has it too. */
export type FrameId = string | number

/** What a client may send (`realtime.md`, *Frames*). */
export type Frame =
  | { readonly type: 'auth'; readonly id: FrameId; readonly token: string | null }
  | ({ readonly type: 'subscribe'; readonly id: FrameId } & SubscribeOptions)
  | { readonly type: 'unsubscribe'; readonly id: FrameId; readonly sub: FrameId }
  | { readonly type: 'ping'; readonly id?: FrameId | undefined }

/** What a `subscribe` asks for. */
export interface SubscribeOptions {
  /** `posts/*`, `posts/RECORD_ID`, or `@oauth2`. */
  readonly topic: string
  readonly filter?: string | undefined
  readonly expand?: string | undefined
  readonly fields?: string | undefined
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly headers?: Readonly<Record<string, unknown>> | undefined
}

const id = z.union([z.string().max(100), z.int()])
const texts = z.record(z.string(), z.unknown())
const topic = z
  .string()
  .regex(/^(?:@oauth2|[^/]{1,255}\/[^/]{1,255})$/, 'has to be COLLECTION/*, COLLECTION/RECORD or @oauth2')

const frames = {
  auth: z.strictObject({ type: z.literal('auth'), id, token: z.string().nullable() }),
  subscribe: z.strictObject({
    type: z.literal('subscribe'),
    id,
    topic,
    filter: z.string().optional(),
    expand: z.string().optional(),
    fields: z.string().optional(),
    query: texts.optional(),
    headers: texts.optional(),
  }),
  unsubscribe: z.strictObject({ type: z.literal('unsubscribe'), id, sub: id }),
  ping: z.strictObject({ type: z.literal('ping'), id: id.optional() }),
}
const schema: z.ZodType<Frame> = z.discriminatedUnion('type', [
  frames.auth,
  frames.subscribe,
  frames.unsubscribe,
  frames.ping,
])

/**
 * The JSON value that a text holds.
 *
 * Errors: `body_malformed` 400.
 */
export function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed('a frame is one JSON object', error)
  }
}

/**
 * A frame of a client. Keys that are not known are refused rather than passed over: what a misspelt `filter` would let
 * through is not what was asked for.
 *
 * Errors: `body_malformed` 400.
 *
 * @example parseFrame({ type: 'unsubscribe', id: 2, sub: 1 })
 */
export function parseFrame(value: unknown): Frame {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue?.path.join('.') ?? ''
  if (issue?.code === 'invalid_union' && where === 'type') {
    throw malformed(`"type" has to be one of ${Object.keys(frames).join(', ')}`, result.error)
  }
  throw malformed(`${where === '' ? '' : `"${where}": `}${issue?.message ?? 'not a frame'}`, result.error)
}

/** The id of something that may be no frame at all: an error should still find who is waiting for an answer. */
export function idOf(value: unknown): FrameId | null {
  const found = z.object({ id }).safeParse(value)
  return found.success ? found.data.id : null
}

function malformed(why: string, cause: unknown): Error {
  return apiError('body_malformed', { why: why.slice(0, 300) }, { cause })
}
