import { ApiError, apiError } from '../base/error.ts'
import { newRandomId } from '../base/id.ts'
import { isLate, type Now } from '../base/now.ts'
import type { Client } from './client.ts'
import type { Desk } from './desk.ts'
import type { FrameId } from './frame-id.ts'
import { closeCodes } from './limits.ts'
import { idOf, parseFrame, parseText } from './parse-frame.ts'
import { message } from './pipe.ts'

/** Answers what clients send, one frame after the other (`realtime.md`, *Frames*). */
export class Conversation {
  readonly #desk: Desk

  constructor(parts: Omit<Desk, 'send' | 'fail'>) {
    const send = (client: Client, frame: object): void => parts.outbox.put(client, message(frame))
    this.#desk = { ...parts, send, fail: (client, id, error) => this.#fail(client, id, error) }
  }

  /** Answer one frame. Never fails: what goes wrong becomes an `error` frame. */
  answer(client: Client, text: string): Now<void> {
    let id: FrameId | null = null
    try {
      const value = parseText(text)
      id = idOf(value)
      const answer = parseFrame(value)
      if (!client.isOpen) return undefined
      const answered = answer(client, this.#desk)
      return isLate(answered) ? answered.catch((error: unknown) => this.#fail(client, id, error)) : answered
    } catch (error) {
      return this.#fail(client, id, error)
    }
  }

  /** It sends faster than anyone needs to. */
  refuseFlood(client: Client): void {
    this.#fail(client, null, apiError('requests_too_many', {}))
    this.#desk.refuse(client, closeCodes.tooMuch)
  }

  #fail(client: Client, id: FrameId | null, error: unknown): void {
    const known = error instanceof ApiError ? error : this.#unexpected(error)
    const { status, data, code, origin } = known
    const frame = { type: 'error', id, status, message: known.message, data }
    this.#desk.send(client, origin === 'ours' ? { ...frame, code } : frame)
  }

  #unexpected(error: unknown): ApiError {
    const request = newRandomId()
    this.#desk.house.log.error({ request, err: error }, 'a frame could not be answered')
    return apiError('internal', { request }, { cause: error })
  }
}
