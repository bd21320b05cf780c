/** What one socket may do, and how long we are patient with it (`realtime.md`, *Rules of the road*). */
export interface Limits {
  /** Topics that one socket listens to. */
  readonly subscriptions: number
  /** Lists that one socket may have at every moment: the most that `settings.dapur.realtime` can say, as for the next two. */
  readonly liveQueries: number
  /** Channels that one socket is a member of, and members of one channel. */
  readonly channels: number
  readonly members: number
  /** Messages a socket may send on its channels at once, and how many more each second gives. */
  readonly burstSends: number
  readonly sendsPerSecond: number
  /** How long the comings and goings of a channel are collected, in ms. */
  readonly presencePause: number
  /** Frames a socket may send at once, and how many more each second gives. A client that comes back subscribes anew. */
  readonly burstFrames: number
  readonly framesPerSecond: number
  /** The same in bytes. */
  readonly burstBytes: number
  readonly bytesPerSecond: number
  /** How often either side gives a sign of life, in ms; who is silent for two of these is dead. */
  readonly heartbeat: number
  /** What a socket may leave unread, in bytes, and for how long, in ms. */
  readonly buffered: number
  readonly drain: number
  /** How long a stream is kept that nothing is told on, and how long any stream, in ms (contract services.md §3.1). */
  readonly idle: number
  readonly life: number
  /** What one live list may hold, and all of them together, in characters of JSON: they are kept to be compared. */
  readonly liveList: number
  readonly liveLists: number
  /** A client's filter, in bytes, as in a list (contract data.md §5). */
  readonly filter: number
  /** How often we look for what time alone brings about, in ms. */
  readonly sweep: number
  /** How often we look for what other processes have committed, in ms. */
  readonly watch: number
  /** How often the change log is cut down to what is kept, in ms. */
  readonly prune: number
  /** How long changes are told, and how long sockets are written to, in one turn of the loop, in ms. */
  readonly turn: number
}

export const usualLimits: Limits = {
  subscriptions: 1000,
  liveQueries: 1000,
  channels: 1000,
  members: 10_000,
  burstSends: 200,
  sendsPerSecond: 50,
  presencePause: 50,
  burstFrames: 2000,
  framesPerSecond: 200,
  burstBytes: 4 * 1024 * 1024,
  bytesPerSecond: 512 * 1024,
  heartbeat: 25_000,
  buffered: 1024 * 1024,
  drain: 30_000,
  idle: 5 * 60_000,
  life: 30 * 60_000,
  liveList: 4 * 1024 * 1024,
  liveLists: 256 * 1024 * 1024,
  filter: 3500,
  sweep: 1000,
  watch: 100,
  prune: 60_000,
  turn: 3,
}

/** Why a socket was closed, in the range that is free for applications (RFC 6455 §7.4.2) but for the first. */
export const closeCodes = { goingAway: 1001, restarting: 1012, tooSlow: 4008, tooMuch: 4029 } as const

/** Why the whole house is closed: for good, or to be opened again at once. */
export type Ending = 'stopping' | 'restarting'
