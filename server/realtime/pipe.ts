/** One frame or event on its way out: made once, shared by all sockets that get it. */
export interface Message {
  /** A JSON object, or the lines of an event of a stream. */
  readonly text: string
  /** Bytes of the text in UTF-8. */
  readonly size: number
  /** The change that it tells of; 0 when it is no event. */
  readonly seq: number
}

/** Make a message of a value. */
export function message(frame: object): Message {
  return messageOf(JSON.stringify(frame), 0)
}

/** Make a message of a JSON text. */
export function messageOf(text: string, seq: number): Message {
  return { text, size: Buffer.byteLength(text), seq }
}

/**
 * The way to one peer, whatever it is made of: the hub writes messages and knows of no socket. `http/` hands one in
 * for every connection.
 */
export interface Pipe {
  /** Send these in this order, in one go. Does nothing once the pipe is closed. */
  write(messages: readonly Message[]): void
  /** Bytes that were written and that the peer has not taken yet. */
  readonly buffered: number
  /** Ask the peer for a sign of life. */
  ping(): void
  /** Say good-bye behind all that was written; the peer has a while to read it. */
  close(code: number, reason: string): void
  /** End it at once. */
  cut(): void
}
