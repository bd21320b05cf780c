import type { Limits } from './limits.ts'
import type { Message } from './pipe.ts'

/** What one change is to those who may see the same of it. */
export interface News {
  readonly seq: number
  /** `leave`: the record is there, and no longer to be seen. */
  readonly action: 'create' | 'update' | 'delete' | 'leave'
  /** The record as JSON. */
  readonly record: string
  /** The names of the fields that an update changed, as JSON. */
  readonly changed: string
}

/** Where events stand when a client comes. */
export interface Standing {
  readonly epoch: string
  readonly seq: number
  /** Seconds. */
  readonly heartbeat: number
}

/** When something last happened around a client, in ms of the steady clock. */
export interface Times {
  readonly bornAt: number
  /** When it last gave a sign of life, and when it was last asked for one. */
  readonly heardAt: number
  readonly pingedAt: number
  /** When it was last told something, give or take a sweep. */
  readonly toldAt: number
}

/** What a look at the clock asks for: a sign of life, the end of a dead peer, or a polite good-bye. */
export type Due = 'ping' | 'cut' | 'close' | undefined

/**
 * Why changes are missing: the log does not reach back so far, belongs to another history, was written under other
 * rules, does not say who saw a record, or could not be read.
 */
export type GapReason = 'retention' | 'epoch' | 'rules' | 'undecidable' | 'failed'

/** Why a client speaks for a guest again. */
export type Loss = 'expired' | 'revoked' | 'deleted'

/**
 * How one kind of client is spoken to, and how long it is kept: WebSockets in frames, listeners of an event stream in
 * what the official SDKs understand. The hub decides who hears what; this says it. One object for all of its kind.
 */
export interface Manner {
  /** The first words to a client. */
  greet(id: string, standing: Standing): Message
  /** A change, for the subscription that the client calls `key`; undefined for what this kind is never told. */
  event(news: News, key: string): Message | undefined
  /** What the house itself says on a topic, such as `@oauth2`; `data` is JSON. */
  message(topic: string, key: string, data: string): Message
  /** Changes after `from` are missing here; undefined where there are no words for it. */
  gap(key: string, from: number, reason: GapReason): Message | undefined
  /** The client lost its actor; undefined where there are no words for it. */
  loss(reason: Loss): Message | undefined
  /** Does a token that ends take its actor from an open connection? */
  readonly endsWithToken: boolean
  /** What is due by the clock. */
  due(times: Times, now: number, limits: Limits): Due
}
