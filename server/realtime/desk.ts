import type { House } from '../records/house.ts'
import type { ActorKeeper } from './actor-keeper.ts'
import type { Channels } from './channels.ts'
import type { Client } from './client.ts'
import type { FrameId } from './frame-id.ts'
import type { Limits } from './limits.ts'
import type { LiveQueries } from './live.ts'
import type { Outbox } from './outbox.ts'
import type { Resumer } from './resume.ts'
import type { Topics } from './topics.ts'

/** What it takes to answer a frame: the parts of the hub, and the ways to speak to whoever sent it. */
export interface Desk {
  readonly house: House
  readonly limits: Limits
  readonly topics: Topics
  readonly live: LiveQueries
  readonly channels: Channels
  readonly keeper: ActorKeeper
  readonly outbox: Outbox
  readonly resumer: Resumer
  /** The newest change that was told. */
  readonly seq: () => number
  /** Tell what other processes have committed, before `seq` is believed. */
  readonly watch: () => void
  /** Send one frame behind everything that was sent before. */
  readonly send: (client: Client, frame: object) => void
  /** Say what went wrong with the frame of this id. */
  readonly fail: (client: Client, id: FrameId | null, error: unknown) => void
  /** Close a client that asks too much. */
  readonly refuse: (client: Client, code: number) => void
}
