const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 15
/** Bytes from here on would make the first letters likelier than the last. */
const FAIR = 252

/** A new id for a record, as the server would make it: 15 letters and digits (contract data.md §4.12). */
export function makeId(): string {
  let id = ''
  while (id.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (byte < FAIR && id.length < LENGTH) id += LETTERS.charAt(byte % LETTERS.length)
    }
  }
  return id
}
