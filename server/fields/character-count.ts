/**
 * How many characters (code points) a well-formed text has: limits of texts and passwords count these, not bytes.
 *
 * @example characterCount('a😀') // 2
 */
export function characterCount(text: string): number {
  let count = text.length
  for (let index = 0; index < text.length; index++) {
    // The second half of a surrogate pair belongs to the character before it.
    if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) count--
  }
  return count
}
