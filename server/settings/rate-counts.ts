/** How often each address has come, in windows of a fixed length that begin with the first request. */
export class RateCounts {
  readonly #buckets = new Map<string, RateBucket>()
  /** Every window there is, in the order in which they began. */
  readonly #windows = new Set<Window>()
  readonly #most: number

  /** @param most windows that are kept in memory; past it the oldest are forgotten */
  constructor(most: number = MOST_WINDOWS) {
    this.#most = most
  }

  get size(): number {
    return this.#windows.size
  }

  /** What is counted together, by a name that says what it is. */
  bucket(name: string): RateBucket {
    let bucket = this.#buckets.get(name)
    if (!bucket) this.#buckets.set(name, (bucket = new Map()))
    return bucket
  }

  /**
   * Count one request, and say whether it is within the limit.
   *
   * @param address canonical (`base/ip.ts`)
   * @param now steady milliseconds
   */
  take(bucket: RateBucket, address: string, { maxRequests, duration }: Limit, now: number): boolean {
    const who = ownerOf(address)
    const window = bucket.get(who)
    if (!window || now >= window.ends) {
      if (window) this.#drop(window)
      this.#open({ bucket, who, ends: now + duration * 1000, count: 1 })
      return true
    }
    if (window.count >= maxRequests) return false
    window.count++
    return true
  }

  /** Drop the windows that are over. */
  forgetEnded(now: number): void {
    for (const window of this.#windows) if (now >= window.ends) this.#drop(window)
  }

  #open(window: Window): void {
    if (this.#windows.size >= this.#most) {
      for (const oldest of this.#windows) {
        this.#drop(oldest)
        break
      }
    }
    window.bucket.set(window.who, window)
    this.#windows.add(window)
  }

  #drop(window: Window): void {
    window.bucket.delete(window.who)
    this.#windows.delete(window)
  }
}

/** Windows by whose they are. */
export type RateBucket = Map<string, Window>

interface Limit {
  readonly maxRequests: number
  /** Seconds. */
  readonly duration: number
}

interface Window {
  readonly bucket: RateBucket
  readonly who: string
  /** Steady milliseconds. */
  readonly ends: number
  count: number
}

/** About 20 MB at the most. */
const MOST_WINDOWS = 100_000
/** An IPv6 address with all its digits, and the half of it that is a network. */
const V6_LENGTH = 39
const NETWORK_LENGTH = 19

/** Whoever has one IPv6 address has the other 2^64 of its network too (`reliability.md` checklist 17). */
function ownerOf(address: string): string {
  return address.length === V6_LENGTH ? address.slice(0, NETWORK_LENGTH) : address
}
