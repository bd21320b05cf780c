import { Channels, type ChannelsOptions } from './channels.ts'
import type { Client } from './client.ts'
import { LiveQueries, type LiveOptions } from './live.ts'

/** What a client may have beside its topics: live queries, and channels. One part of the hub with one life. */
export class BeyondTopics {
  readonly live: LiveQueries
  readonly channels: Channels

  constructor(options: ChannelsOptions & Pick<LiveOptions, 'seq'>) {
    this.live = new LiveQueries(options)
    this.channels = new Channels(options)
  }

  /** The client is gone. */
  forget(client: Client): void {
    this.live.forget(client)
    this.channels.forget(client)
  }

  /** Look at what time alone brings about. */
  sweep(): void {
    this.live.sweep()
    this.channels.sweep()
  }

  /** Let go of the house. */
  stop(): void {
    this.live.stop()
    this.channels.stop()
  }
}
