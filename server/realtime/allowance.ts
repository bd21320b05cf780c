import type { Limits } from './limits.ts'

/** What a socket may still send: two buckets that fill again with time. */
export class Allowance {
  readonly #limits: Limits
  #frames: number
  #bytes: number
  #at: number

  /** `now` is in ms of the steady clock. */
  constructor(limits: Limits, now: number) {
    this.#limits = limits
    this.#frames = limits.burstFrames
    this.#bytes = limits.burstBytes
    this.#at = now
  }

  /**
   * Take a frame of so many bytes out of it. Answers whether there was enough.
   *
   * @example if (!allowance.take(text.length, clock.steady())) refuse()
   */
  take(bytes: number, now: number): boolean {
    const { burstFrames, framesPerSecond, burstBytes, bytesPerSecond } = this.#limits
    const seconds = (now - this.#at) / 1000
    this.#at = now
    this.#frames = Math.min(burstFrames, this.#frames + seconds * framesPerSecond) - 1
    this.#bytes = Math.min(burstBytes, this.#bytes + seconds * bytesPerSecond) - bytes
    return this.#frames >= 0 && this.#bytes >= 0
  }
}
