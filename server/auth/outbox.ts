import { guest } from '../base/actor.ts'
import { newRecordId } from '../base/id.ts'
import { andThen, type Steps, take } from '../base/now.ts'
import { consoleMailer } from '../mail/console.ts'
import { type Mail, type Mailer, MailRefused } from '../mail/mailer.ts'
import { SEND_TIMEOUT_MS, smtpMailer } from '../mail/smtp.ts'
import { findRecord } from '../records/find.ts'
import type { House } from '../records/house.ts'
import { type Work, writeFresh } from '../records/work.ts'
import { isAuthCollection } from './auth-collection.ts'
import { composeMail } from './compose-mail.ts'
import type { Letter, LetterKind, LetterName, Writing } from './letter.ts'
import { letterKinds } from './letter-kinds.ts'
import * as table from './outbox-table.ts'

/** The mails of the house: written down in the transaction that causes them, sent after its COMMIT. */
export interface Outbox {
  /**
   * Put a letter in; gives its id. One with the same `key` that waits already stands for both; past `expires`
   * (milliseconds since 1970) it is not tried any more.
   */
  add(
    work: Work,
    letter: Letter,
    options?: { readonly key?: string; readonly expires?: number },
  ): Steps<string>
  /** Resolves after the next try to send this letter, whatever came of it; at the latest after `ms`. */
  tried(id: string, ms: number): Promise<void>
  /** Send a mail now, past the outbox. Errors: those of the mailer. */
  send(mail: Mail): Promise<void>
  /** Begin with what an earlier process has left. */
  start(): void
  /** Let what is being sent come to its end, and send nothing more. */
  close(): Promise<void>
}

export interface OutboxOptions {
  /** Where mails are shown while SMTP is off. */
  readonly print: (text: string) => void
}

/** How many mails may be on their way at once. */
const LANES = 4
/** A letter that was being sent when its process ended is tried again after this time. */
const LEASE_MS = 2 * SEND_TIMEOUT_MS
const LONGEST_NAP_MS = 60_000
const AFTER_FAULT_MS = 5000

/**
 * Open the outbox. A crash loses no mail, and repeats one at most once: a letter leaves the table when it was sent,
 * and the next try is settled before each one.
 *
 * @example const outbox = openOutbox(house, { print: console.log }); outbox.start()
 */
export function openOutbox(house: House, { print }: OutboxOptions): Outbox {
  return new LiveOutbox(house, print)
}

class LiveOutbox implements Outbox {
  readonly #house: House
  readonly #print: (text: string) => void
  readonly #waiting = new Map<string, Set<() => void>>()
  readonly #lanes = new Set<Promise<number>>()
  #isClosed = false
  #timer: NodeJS.Timeout | undefined

  constructor(house: House, print: (text: string) => void) {
    this.#house = house
    this.#print = print
  }

  *add(work: Work, letter: Letter, options: Parameters<Outbox['add']>[2] = {}): Steps<string> {
    const { key, expires } = options
    work.tx.afterCommit(() => this.start())
    const id = newRecordId(work.at)
    return yield* take(table.insertLetter(work.tx, { id, letter, key, expires, now: work.at }))
  }

  tried(id: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const heard = (): void => {
        clearTimeout(limit)
        resolve()
      }
      const limit = setTimeout(heard, ms).unref()
      const all = this.#waiting.get(id) ?? new Set()
      this.#waiting.set(id, all.add(heard))
    })
  }

  send(mail: Mail): Promise<void> {
    return this.#mailer().send(mail)
  }

  start(): void {
    if (this.#isClosed || this.#lanes.size >= LANES) return
    const lane = this.#runLane().then(
      () => 0,
      (error: unknown) => {
        this.#house.log.error({ err: error }, 'the outbox stopped, and begins again in a moment')
        return AFTER_FAULT_MS
      },
    )
    this.#lanes.add(lane)
    void lane.then((pause) => {
      this.#lanes.delete(lane)
      if (this.#lanes.size === 0 && !this.#isClosed) this.#rest(pause)
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await Promise.all(this.#lanes)
  }

  #mailer(): Mailer {
    const { smtp } = this.#house.settings.current
    return smtp.enabled ? smtpMailer(smtp) : consoleMailer(this.#print)
  }

  /** One letter after the other until none is due. */
  async #runLane(): Promise<void> {
    for (;;) {
      if (this.#isClosed) return
      const now = this.#house.clock.now()
      const posted = await this.#house.storage.write((tx) => table.claimLetter(tx, now, now + LEASE_MS))
      if (!posted) return
      // There may be more: others can go meanwhile.
      this.start()
      await deliver(this.#house, posted, this.#mailer())
      for (const resolve of this.#waiting.get(posted.id) ?? []) resolve()
      this.#waiting.delete(posted.id)
    }
  }

  /** Until the next letter is due; whoever adds one wakes the outbox anyway. */
  #rest(pause: number): void {
    clearTimeout(this.#timer)
    if (pause > 0) return this.#sleep(pause, pause)
    const { storage, clock } = this.#house
    void andThen(table.nextDue(storage.hot), (due) => this.#sleep((due ?? Infinity) - clock.now(), pause))
  }

  #sleep(ms: number, atLeast: number): void {
    if (this.#isClosed) return
    this.#timer = setTimeout(() => this.start(), Math.min(Math.max(ms, atLeast), LONGEST_NAP_MS)).unref()
  }
}

/** One try to send a letter, and what follows from it. */
async function deliver(house: House, posted: table.Posted, mailer: Mailer): Promise<void> {
  const kind = kindOf(posted.kind)
  const writing = await writingOf(house, posted)
  if (!writing || kind.isStale(writing) || house.clock.now() >= posted.expires) {
    await settle(house, (work) => take(table.removeLetter(work.tx, posted.id)))
    return
  }
  try {
    await mailer.send(await composeMail(kind, writing, { id: posted.id, filling: kind.filling(writing) }))
  } catch (error) {
    await failed(house, { posted, writing, error })
    return
  }
  await settle(house, function* (work) {
    yield* take(table.removeLetter(work.tx, posted.id))
    if (kind.sent) yield* kind.sent(work, writing)
  })
}

interface Failure {
  readonly posted: table.Posted
  readonly writing: Writing
  readonly error: unknown
}

/** Wait for the next try, or give it up. */
async function failed(house: House, { posted, writing, error }: Failure): Promise<void> {
  const kind = kindOf(posted.kind)
  const why = error instanceof Error ? error.message : String(error)
  const now = house.clock.now()
  const delay = kind.retries[posted.attempts - 1]
  const due = delay === undefined || error instanceof MailRefused ? Infinity : now + delay
  const details = { kind: posted.kind, record: posted.recordId, attempts: posted.attempts, why }
  if (due < posted.expires) {
    house.log.warn(details, 'a mail could not be sent; it is tried again')
    await settle(house, (work) => take(table.postponeLetter(work.tx, posted.id, due, why)))
    return
  }
  house.log.error(details, 'a mail could not be sent and is given up')
  await settle(house, function* (work) {
    yield* take(table.buryLetter(work.tx, posted.id, now, why))
    if (kind.failed) yield* kind.failed(work, writing)
  })
}

function settle(house: House, story: (work: Work) => Steps<unknown>): Promise<unknown> {
  return writeFresh(house, guest, () => story)
}

async function writingOf(house: House, letter: Letter): Promise<Writing | undefined> {
  const collection = house.catalog.current.byId(letter.collectionId)
  if (!collection || !isAuthCollection(collection)) return undefined
  const record = await findRecord(house, collection, letter.recordId)
  return record && { house, collection, record, letter }
}

/** There is a kind for each name. Errors: a plain Error. */
export function kindOf(name: LetterName): LetterKind {
  const kind = letterKinds.get(name)
  if (!kind) throw new Error(`there is no kind of letter "${name}"`)
  return kind
}
