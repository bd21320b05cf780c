import { z } from 'zod'
import { apiError } from '../base/error.ts'
import { type FrameId, frameId } from './frame-id.ts'
import type { AnswerFrame } from './frame-type.ts'
import { frameTypes } from './frames/index.ts'

/**
 * The JSON value that a text holds.
 *
 * Errors: `body_malformed` 400.
 */
export function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw apiError('body_malformed', { why: 'a frame is one JSON object' }, { cause: error })
  }
}

/**
 * What to do about a frame of a client.
 *
 * Errors: `body_malformed` 400.
 *
 * @example await parseFrame({ type: 'unsubscribe', id: 2, sub: 1 })(client, desk)
 */
export function parseFrame(value: unknown): AnswerFrame {
  const found = z.object({ type: z.string() }).safeParse(value)
  const type = found.success ? frameTypes.get(found.data.type) : undefined
  if (type) return type.parse(value)
  const names = frameTypes.all.map(({ name }) => name).join(', ')
  throw apiError('body_malformed', { why: `"type" has to be one of ${names}` })
}

/** The id of something that may be no frame at all: an error should still find who is waiting for an answer. */
export function idOf(value: unknown): FrameId | null {
  const found = z.object({ id: frameId }).safeParse(value)
  return found.success ? found.data.id : null
}
