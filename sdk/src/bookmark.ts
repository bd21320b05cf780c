import type { ResumePoint } from './frames.ts'

/** How far a subscription has come, so that a cut costs nothing: what it says to the server when it comes back. */
export class Bookmark {
  #since: ResumePoint | undefined
  #isCatchingUp = false

  /** Undefined as long as the server has never answered. */
  get since(): ResumePoint | undefined {
    return this.#since
  }

  /** The subscription is asked for on a new connection. */
  ask(): void {
    this.#isCatchingUp = this.#since !== undefined
  }

  /** The server follows the topic from this change on. One that catches up keeps its place until it has. */
  confirm(epoch: string, seq: number): void {
    if (!this.#isCatchingUp) this.#since = { epoch, seq }
  }

  /** An event of this subscription. While it catches up, changes before it may still be on their way. */
  hear(seq: number): void {
    if (!this.#since) return
    if (this.#isCatchingUp) this.#since.after = seq
    else this.pass(seq)
  }

  /** An event of another subscription on the same socket: events come in order, so ours are known up to there. */
  pass(seq: number): void {
    if (this.#since && !this.#isCatchingUp && seq > this.#since.seq) this.#since = { ...this.#since, seq }
  }

  catchUp(epoch: string, seq: number): void {
    this.#since = { epoch, seq }
    this.#isCatchingUp = false
  }

  get isCatchingUp(): boolean {
    return this.#isCatchingUp
  }
}
