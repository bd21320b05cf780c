import type { ErrorBody, Json, RecordJson } from './wire.ts'

/* What travels over the socket (`docs/realtime.md`). */

/** Where a client resumes after a cut: it knows all up to `seq`, and of a replay from there what came up to `after`. */
export interface ResumePoint {
  epoch: string
  seq: number
  after?: number | undefined
}

/** The query of a `live` subscription. */
export interface LiveQuery {
  collection: string
  filter?: string | undefined
  sort?: string | undefined
  /** At most 500. */
  limit: number
  expand?: string | undefined
  fields?: string | undefined
}

/** A client's name for a frame of its own; the answer carries it too. */
export type FrameId = string | number

/** What a client sends on the socket. Keys that the server does not know are refused. */
export type ClientFrame =
  | { type: 'auth'; id: FrameId; token: string | null }
  | {
      type: 'subscribe'
      id: FrameId
      topic: string
      filter?: string | undefined
      expand?: string | undefined
      fields?: string | undefined
      query?: Record<string, Json>
      headers?: Record<string, string>
      since?: ResumePoint | undefined
    }
  | ({ type: 'live'; id: FrameId } & LiveQuery)
  | { type: 'unsubscribe'; id: FrameId; sub: FrameId }
  | { type: 'join'; id: FrameId; channel: string; presence?: unknown }
  | { type: 'send'; id: FrameId; channel: string; event: string; payload: unknown; ack?: boolean }
  | { type: 'leave'; id: FrameId; channel: string }
  | { type: 'ping'; id?: FrameId }

export type ChangeAction = 'create' | 'update' | 'delete' | 'leave'

/** What the server sends on the socket. `sub` is the `id` of the frame that subscribed; `heartbeat` is in seconds. */
export type ServerFrame =
  | { type: 'hello'; connection: string; epoch: string; seq: number; heartbeat: number }
  | {
      type: 'ok'
      id: FrameId
      seq?: number
      actor?: { id: string; collection: string } | null
      /** Of a `join`: your id among the members, and who is there. */
      member?: string
      presence?: MemberJson[]
    }
  | ({ type: 'error'; id: FrameId | null } & ErrorBody)
  | ChangeFrame
  | SnapshotFrame
  | StepFrame
  | { type: 'presence'; channel: string; joined: MemberJson[]; changed: MemberJson[]; left: string[] }
  | MessageFrame
  | { type: 'left'; channel: string; reason: string }
  | { type: 'message'; sub: FrameId; topic: string; data: Json }
  | { type: 'gap'; sub?: FrameId; from: number; reason: string }
  | { type: 'caughtUp'; sub: FrameId; seq: number }
  | { type: 'auth'; actor: null; reason: string }
  | { type: 'pong'; id?: FrameId }

/** A committed change of a record, as this client may see it. `changed` names the fields that an update touched. */
export interface ChangeFrame<T = RecordJson> {
  type: 'event'
  sub: FrameId
  seq: number
  action: ChangeAction
  record: T
  changed: string[]
}

/** The whole list of a live query. `total` is how many there are beyond its limit, at that moment. */
export interface SnapshotFrame<T = RecordJson> {
  type: 'snapshot'
  sub: FrameId
  items: T[]
  total: number
  seq: number
}

/** One step of a live query's list. With `more`, the list is right only after the next one. */
export interface StepFrame<T = RecordJson> {
  type: 'insert' | 'update' | 'remove'
  sub: FrameId
  index: number
  /** Absent in `remove`. */
  record?: T
  seq: number
  more?: true
}

/** What somebody sent on a channel. */
export interface MessageFrame<T = unknown> {
  type: 'message'
  channel: string
  event: string
  payload: T
  from: MemberJson
}

/** Somebody on a channel: the server says who it is, `state` is what it says of itself. */
export interface MemberJson {
  id: string
  /** Null for a guest. */
  actor: { id: string; collection: string } | null
  /** Absent in the sender of a message. */
  state?: unknown
}
