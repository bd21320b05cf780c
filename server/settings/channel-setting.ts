/** Who may join, and who may send, on the channels whose name fits a pattern (`realtime.md`, *Frames*). */
export interface ChannelSetting {
  /** A name, or one with a `*` in it for any text but the empty one. The first pattern that fits counts. */
  readonly pattern: string
  /** Null: superusers only; '': everyone; else a rule (`channel-rule.ts`). */
  readonly join: string | null
  readonly send: string | null
}
