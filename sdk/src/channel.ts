import type { ApiError } from './error.ts'
import type { MemberJson } from './frames.ts'

export interface ChannelOptions {
  /** What the others see of you: any JSON up to 4 KiB. Without it you listen unseen. */
  presence?: unknown
  /** Called when somebody comes, goes, or says something else of itself. */
  onPresence?: (members: readonly MemberJson[]) => void
  /**
   * You may not join, which is tried again at the next sign-in and after a cut. Without this, the error is thrown to the
   * top.
   */
  onError?: (error: ApiError) => void
  /** You had to leave: `actor` (you are somebody else), `rules` or `records` (they have changed). */
  onLeft?: (reason: string) => void
}

/** A channel that this client is on, or wants to be on. `Messages` says what is sent: `{ said: string }`. */
export interface Channel<Messages extends object = Record<string, unknown>> {
  readonly name: string
  /** Who is there, you among them if you are seen. */
  readonly members: readonly MemberJson[]
  /** Your own id among the members; undefined while you are not there. */
  readonly member: string | undefined
  /**
   * Called for each message of this kind; returns how to stop.
   *
   * @example room.on('said', (text, from) => show(from.actor, text))
   */
  on<Event extends keyof Messages & string>(
    event: Event,
    listener: (payload: Messages[Event], from: MemberJson) => void,
  ): () => void
  /** Tells all others. Done when the server has it; throws an `ApiError` when it refuses, or cannot be reached. */
  send<Event extends keyof Messages & string>(event: Event, payload: Messages[Event]): Promise<void>
  /** Says something else of yourself. */
  show(presence: unknown): void
  leave(): void
}
