import { andThen, type Now, type Steps, steps, take } from '../base/now.ts'
import type { Change } from '../records/change.ts'
import { readRecord } from '../records/find.ts'
import type { House } from '../records/house.ts'
import { type LoggedChange, tailChanges } from '../storage/change-log.ts'
import { parseCells } from '../records/parse-cells.ts'

/** One number of the change log, in its turn. */
export interface Entry {
  readonly seq: number
  /** Undefined where there is nothing to tell: a definition, or a record that is gone again. */
  readonly change: Change | undefined
}

/** Rows of the log that are read at once. */
const SLICE = 200

/**
 * The change log from one number on, each change once and in order, whoever made it. Our own changes come from memory,
 * as they carry what the log does not have; where numbers are missing between them, another process has written, and
 * the log is read.
 */
export class Tail {
  readonly #house: House
  readonly #onNews: () => void
  #seq: number
  /** Our own, from their COMMIT on, oldest first; those before `#at` are taken. */
  #own: Change[] = []
  #at = 0
  /** Of our own changes, those up to this one may be told: their writers have their answers. */
  #answered: number
  /** Read from the log, and not taken yet. */
  #read: LoggedChange[] = []
  /** Did somebody commit whom we do not know? */
  #hasMoved = true
  #isClosed = false

  /** `onNews` is called when there may be something to take, in a turn of its own. */
  constructor(house: House, seq: number, onNews: () => void) {
    this.#house = house
    this.#seq = seq
    this.#answered = seq
    this.#onNews = onNews
    house.changes.onCommit.add(this.#note)
    house.changes.afterCommit.add(this.#release)
    house.storage.onOtherCommit(this.#move)
  }

  /** The number that was taken last. */
  get seq(): number {
    return this.#seq
  }

  /** Notice what other processes have committed. */
  look(): void {
    this.#house.storage.enterTurn()
  }

  /** The next entry, or undefined when all are taken. */
  take(): Now<Entry | undefined> {
    const own = this.#nextOwn()
    if (own?.seq === this.#seq + 1) return this.#takeOwn(own)
    // Among what was read were ours, too, which were taken from memory meanwhile.
    this.#read = this.#read.filter(({ seq }) => seq > this.#seq)
    if (this.#read.length > 0) return this.#takeRead(own)
    if (!own && !this.#hasMoved) return undefined
    this.#hasMoved = false
    return andThen(tailChanges(this.#house.storage.hot, this.#seq, SLICE), (rows) => {
      if (rows.length === SLICE) this.#hasMoved = true
      this.#read = rows
      // What was committed while the database was asked is newer than what it answered.
      return this.#takeRead(this.#nextOwn())
    })
  }

  /** Let go of the house. */
  close(): void {
    this.#isClosed = true
    this.#house.changes.onCommit.delete(this.#note)
    this.#house.changes.afterCommit.delete(this.#release)
    this.#own = []
    this.#at = 0
    this.#read = []
    this.#hasMoved = false
  }

  /** Where the database answers late, one of ours may have been read from the log before we heard of its COMMIT. */
  #nextOwn(): Change | undefined {
    for (let own = this.#own[this.#at]; own; own = this.#own[++this.#at]) if (own.seq > this.#seq) return own
    if (this.#at > 0) this.#own = []
    this.#at = 0
    return undefined
  }

  #takeOwn(own: Change): Entry | undefined {
    if (own.seq > this.#answered) return undefined
    this.#seq = own.seq
    this.#at++
    return { seq: own.seq, change: own }
  }

  #takeRead(own: Change | undefined): Now<Entry | undefined> {
    const row = this.#read[0]
    if (own && (!row || row.seq >= own.seq)) {
      // Ours come from memory. Numbers that nobody has written are skipped with them.
      this.#read = []
      this.#hasMoved = true
      return this.#takeOwn(own)
    }
    if (!row) return undefined
    this.#read.shift()
    this.#seq = row.seq
    return steps(() => this.#entryOf(row))
  }

  /** The log has no `after`: what is told of another process's write is the record as it is now. */
  *#entryOf({ seq, collection: id, record, action, before }: LoggedChange): Steps<Entry> {
    const { storage, catalog } = this.#house
    const collection = catalog.current.byId(id)
    if (!collection || action === 'define') return { seq, change: undefined }
    const after =
      action === 'delete' ? undefined : yield* take(readRecord(storage, storage.hot, collection, record))
    if (action !== 'delete' && !after) return { seq, change: undefined }
    const change = { seq, action, collection, recordId: record, after, before: parseCells(before) }
    return { seq, change }
  }

  readonly #note = (change: Change): void => {
    this.#own.push(change)
  }

  readonly #release = ({ seq }: Change): void => {
    this.#answered = seq
    this.#onNews()
  }

  readonly #move = (): void => {
    if (this.#isClosed || this.#hasMoved) return
    this.#hasMoved = true
    // This may be the middle of a transaction.
    setImmediate(() => {
      if (!this.#isClosed) this.#onNews()
    })
  }
}
