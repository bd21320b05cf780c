/** How many sockets and streams each address holds. */
export interface SocketPlaces {
  /**
   * Take a place for one more from this address; undefined when it holds as many as it may.
   *
   * @returns gives the place back, once
   */
  take(address: string): (() => void) | undefined
}

/**
 * Count what is held open, by address (`realtime.md`, *Rules of the road*).
 *
 * @param most how many an address may hold, asked anew each time
 * @example const giveBack = socketPlaces(() => 100).take('203.0.113.7')
 */
export function socketPlaces(most: () => number): SocketPlaces {
  const held = new Map<string, number>()
  return {
    take(address) {
      const count = held.get(address) ?? 0
      if (count >= most()) return undefined
      held.set(address, count + 1)
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        const left = (held.get(address) ?? 1) - 1
        if (left > 0) held.set(address, left)
        else held.delete(address)
      }
    },
  }
}
