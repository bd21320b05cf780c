import { randomString } from '../base/id.ts'
import type { Now } from '../base/now.ts'
import { Allowance } from './allowance.ts'
import type { Limits } from './limits.ts'
import type { Manner } from './manner.ts'
import type { Message, Pipe } from './pipe.ts'
import { guestSession, type Session } from './session.ts'

/** One connection: who it speaks for, what it listens to, and what still has to be sent to it. */
export interface Client {
  /** 40 characters that nobody guesses. */
  readonly id: string
  readonly pipe: Pipe
  /** How it is spoken to. */
  readonly manner: Manner
  /** Where it comes from (`base/ip.ts`). */
  readonly address: string
  readonly allowance: Allowance
  /** By the client's own name for it: the `id` of the frame that asked for it, as JSON, or the topic as it was sent. */
  readonly subscriptions: Map<string, Subscription>
  /** Topics on which no record speaks, such as `@oauth2`, with the client's own name for each. */
  readonly calls: Map<string, string>
  session: Session
  isOpen: boolean
  /** Done when all frames that arrived so far are answered. */
  answered: Now<void>
  readonly outbox: Outgoing
  /** Times of the steady clock, in ms. */
  readonly bornAt: number
  heardAt: number
  pingedAt: number
  toldAt: number
}

/** What has to be sent to a client, and how that goes on. */
export interface Outgoing {
  messages: Message[]
  isQueued: boolean
  /** The newest change that was told. */
  seq: number
  /** Bytes that were written in all, and how many there were at the last look. */
  written: number
  seen: number
  /** How many of them the peer has taken, and when the last were, in ms. */
  taken: number
  takenAt: number
}

/** What a client wants to hear. */
export interface Wish {
  /** Name or id of a collection, as the client wrote it. */
  readonly collection: string
  /** The id of a record, or `*` for all of them. */
  readonly record: string
  /** Empty for none. */
  readonly filter: string
  readonly expand: string
  readonly fields: string
  /** What rules see of the request. */
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
}

/** Equal wishes are looked at once for all who have them. */
export interface Group extends Wish {
  readonly subscriptions: Set<Subscription>
}

/** A wish of one client. */
export interface Subscription {
  readonly client: Client
  /** The client's own name for it. */
  readonly key: string
  readonly group: Group
  /** Only changes after this one are told as they happen; Infinity while it catches up. */
  since: number
}

/** What is known of a client when it comes. */
export interface Arrival {
  readonly manner: Manner
  readonly address: string
  /** A stream names its client in everything it carries. */
  readonly open: (id: string) => Pipe
}

const ID_LENGTH = 40

export function newClient({ manner, address, open }: Arrival, limits: Limits, now: number): Client {
  const id = randomString(ID_LENGTH)
  return {
    id,
    pipe: open(id),
    manner,
    address,
    allowance: new Allowance(limits, now),
    subscriptions: new Map(),
    calls: new Map(),
    session: guestSession,
    isOpen: true,
    answered: undefined,
    outbox: { messages: [], isQueued: false, seq: 0, written: 0, seen: 0, taken: 0, takenAt: now },
    bornAt: now,
    heardAt: now,
    pingedAt: now,
    toldAt: now,
  }
}
