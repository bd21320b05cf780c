import { createHash, randomBytes, randomInt } from 'node:crypto'
import { z } from 'zod'

/** The digests of the records that were acknowledged, by id. */
export type Journal = Map<string, string>

/** Writers that go on until their server dies. */
export interface Writers {
  /** Waits until all of them have given up. */
  finished(): Promise<void>
}

const LONGEST_TEXT = 2000
const created = z.object({ id: z.string() })

/** What the field `digest` of a record has to be. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * Starts writers that create records of `notes` with an id, a text and its digest, each one after the other.
 * An id goes into the journal only when the whole 2xx answer has been read.
 *
 * Errors: an answer that is neither 2xx nor a broken connection makes `finished` reject.
 *
 * @example const writers = startWriters(server.url, { count: 32, journal })
 */
export function startWriters(url: string, { count, journal }: { count: number; journal: Journal }): Writers {
  const work = Array.from({ length: count }, () => write(url, journal))
  return {
    async finished() {
      await Promise.all(work)
    },
  }
}

async function write(url: string, journal: Journal): Promise<void> {
  for (;;) {
    const note = newNote()
    const answer = await post(url, note)
    if (answer === 'gone') return
    if (created.parse(answer).id !== note.id) throw new Error(`The server renamed ${note.id}.`)
    journal.set(note.id, note.digest)
  }
}

interface Note {
  readonly id: string
  readonly text: string
  readonly digest: string
}

function newNote(): Note {
  const text = randomBytes(randomInt(1, LONGEST_TEXT / 2)).toString('hex')
  const id = BigInt(`0x${randomBytes(12).toString('hex')}`)
    .toString(36)
    .padStart(19, '0')
    .slice(-15)
  return { id, text, digest: digestOf(text) }
}

/** What the server has answered, or `gone` when the connection broke. */
async function post(url: string, note: Note): Promise<unknown> {
  let answer: Response
  let text: string
  try {
    answer = await fetch(`${url}/api/collections/notes/records`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(note),
    })
    text = await answer.text()
  } catch {
    // fetch says nothing but "failed" of a server that was killed: whether it wrote the note is open.
    return 'gone'
  }
  if (!answer.ok) throw new Error(`A note was answered with ${answer.status}: ${text}`)
  const parsed: unknown = JSON.parse(text)
  return parsed
}
