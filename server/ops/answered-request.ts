import type { Actor } from '../base/actor.ts'

/**
 * A request that has been answered, as `http/answered.ts` tells of it. Only good for the length of the call: take what
 * is needed, and keep the object itself nowhere, for it holds the whole exchange.
 */
export interface AnsweredRequest {
  /** `GET`, `HEAD`, `POST`, …; `OPTIONS` for a preflight. */
  readonly method: string
  /** Path and query as they came: tokens in them are not hidden yet. */
  readonly url: string
  /** The pattern of the route, `/api/collections/:collection/records`; '' where no route of ours took it. */
  readonly route: string
  /** Of the answer; 200 for a stream that was opened. */
  readonly status: number
  /** When it came, by `Clock.steady`, in ms. */
  readonly startedAt: number
  /** Until the answer was ready to be sent, in ms. */
  readonly duration: number
  readonly actor: Actor
  /** Where it comes from, by the trusted headers (`http/client-ip.ts`); '' where that is not known. */
  readonly ip: string
  /** The other end of the socket; '' where there is none. */
  readonly remoteIp: string
  /** What was thrown, as it was thrown; undefined for a request that went well. */
  readonly error: unknown
  /** Is its success nothing for the logs? Contract services.md §6.1. */
  readonly isQuiet: boolean
  /** What own code said about it (`RecordEvent.annotate`); undefined where it said nothing. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
  /** A header of the request; names in lower case. */
  header(name: string): string | undefined
}

/** Called for each answered request, on the hot path: has to be quick, must not wait for anything, must not throw. */
export type AnsweredListener = (request: AnsweredRequest) => void
