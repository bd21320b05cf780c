import type { Clock } from '../base/clock.ts'

/** Keeps long work from holding up the loop: it is asked now and then whether others should have their turn. */
export class Turn {
  readonly #clock: Clock
  readonly #longest: number
  #since = 0

  /** `longest` is in ms. */
  constructor(clock: Clock, longest: number) {
    this.#clock = clock
    this.#longest = longest
  }

  begin(): void {
    this.#since = this.#clock.steady()
  }

  get isOver(): boolean {
    return this.#clock.steady() - this.#since > this.#longest
  }

  /** Let the others go first. */
  async next(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.begin()
  }
}
