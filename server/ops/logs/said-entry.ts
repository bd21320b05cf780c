import { hideSecrets } from './hide-secrets.ts'
import { cutText, type LogEntry } from './log-entry.ts'

const LONGEST_MESSAGE = 3000
const LONGEST_DATA = 8000
/** What an entry holds beside its texts. */
const OWN_SIZE = 200

/** What the server said about itself (`base/log.ts`). */
export class SaidEntry implements LogEntry {
  readonly at: number
  readonly level: number
  readonly size: number
  readonly #message: string
  readonly #data: string

  /** `details` become text at once: whoever said them may change them afterwards. */
  constructor(level: number, details: object, message: string, now: number) {
    this.at = now
    this.level = level
    this.#message = cutText(message, LONGEST_MESSAGE)
    this.#data = toJson(details)
    this.size = OWN_SIZE + 2 * (this.#message.length + this.#data.length)
  }

  describe(): { readonly message: string; readonly data: string } {
    return { message: hideSecrets(this.#message), data: hideSecrets(this.#data) }
  }
}

/** Always a JSON object, whatever was said. */
function toJson(details: object): string {
  try {
    const text = JSON.stringify(details, (_, value: unknown) =>
      value instanceof Error ? plain(value) : value,
    )
    return text.length > LONGEST_DATA ? JSON.stringify({ cut: cutText(text, LONGEST_DATA) }) : text
  } catch (error) {
    // A circle, or a number that JSON has no word for: the message is still worth keeping.
    return JSON.stringify({ unreadable: String(error) })
  }
}

function plain({ name, message, stack, cause }: Error): object {
  return { name, message, stack, cause: cause instanceof Error ? cause.message : undefined }
}
