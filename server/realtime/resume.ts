import { isLate, type Now, steps } from '../base/now.ts'
import type { Subscription } from './client.ts'
import type { Limits } from './limits.ts'
import { Replay, type ReplayOptions } from './replay.ts'
import { Turn } from './turn.ts'

/** From where a client resumes (`realtime.md`, *Frames*). */
export interface Since {
  readonly epoch: string
  /** The newest change up to which it knows everything. */
  readonly seq: number
  /** The newest one that a replay from there has told, where that was cut off. */
  readonly after?: number | undefined
}

export interface ResumerOptions extends ReplayOptions {
  readonly epoch: string
  readonly limits: Limits
}

/** How long we wait for a client to take what it was sent, before it gets more, in ms. */
const PATIENCE = 20

/** Brings those who were away up to date, each a little at a time, so that a thousand who come back hold nobody up. */
export class Resumer {
  readonly #options: ResumerOptions
  readonly #turn: Turn
  /** In the order of their turns. */
  readonly #queue: Replay[] = []
  #isUnderWay = false

  constructor(options: ResumerOptions) {
    this.#options = options
    this.#turn = new Turn(options.house.clock, options.limits.turn)
  }

  /**
   * Let a subscription catch up. It hears of nothing else until it has: its `since` has to be Infinity.
   *
   * @example resumer.resume(subscription, { epoch, seq: 120 })
   */
  resume(subscription: Subscription, { epoch, seq, after = seq }: Since): void {
    const replay = new Replay(this.#options, subscription, { seq, after: Math.max(seq, after) })
    if (epoch !== this.#options.epoch) return void replay.giveUp('epoch')
    this.#enqueue(replay)
  }

  /** The point from which events of such a subscription follow. */
  startOf({ epoch, seq }: Since): number {
    return epoch === this.#options.epoch ? Math.min(seq, this.#options.seq()) : this.#options.seq()
  }

  #enqueue(replay: Replay): void {
    this.#queue.push(replay)
    if (this.#isUnderWay) return
    this.#isUnderWay = true
    setImmediate(() => this.#run())
  }

  #run(): void {
    this.#turn.begin()
    for (let replay = this.#queue.shift(); replay; replay = this.#queue.shift()) {
      const stepped = this.#step(replay)
      if (isLate(stepped)) return void stepped.then(() => this.#run())
      if (this.#turn.isOver) return void setImmediate(() => this.#run())
    }
    this.#isUnderWay = false
  }

  #step(replay: Replay): Now<void> {
    const { client } = replay.subscription
    const { house, limits } = this.#options
    const isBehind = client.pipe.buffered > limits.buffered / 4 || client.outbox.messages.length > MOST_QUEUED
    if (client.isOpen && isBehind) return this.#wait(replay)
    const fail = (error: unknown): false => {
      house.log.error({ err: error }, 'missed changes could not be told')
      return replay.giveUp('failed')
    }
    try {
      const hasMore = steps(() => replay.step())
      if (!isLate(hasMore)) return this.#settle(replay, hasMore)
      return hasMore.catch(fail).then((hasMore) => this.#settle(replay, hasMore))
    } catch (error) {
      return this.#settle(replay, fail(error))
    }
  }

  #settle(replay: Replay, hasMore: boolean): void {
    if (hasMore) this.#queue.push(replay)
  }

  #wait(replay: Replay): void {
    setTimeout(() => this.#enqueue(replay), PATIENCE).unref()
  }
}

/** Messages that wait to be written to one socket, before a replay puts more behind them. */
const MOST_QUEUED = 256
