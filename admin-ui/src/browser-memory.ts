/**
 * What this browser remembers under a name; null where it does not, or may not.
 *
 * @example recall('dapur_theme') // 'dark'
 */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    // Storage is blocked: nothing was remembered.
    return null
  }
}

/** Has this browser remember a text. Where it may not, or has no room, the text holds for this page only. */
export function remember(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    // Blocked or full, as said.
  }
}
