import { type Steps, take } from '../base/now.ts'
import type { Cells, Change } from '../records/change.ts'
import { type LoggedChange, readReach } from '../storage/change-log.ts'
import { changesOf, deletedIn, firstChange } from '../storage/missed-changes.ts'
import { Announcer, type Announcement } from './announcement.ts'
import { judge } from './audience.ts'
import type { Wish } from './client.ts'
import { couldSee } from './could-see.ts'
import { parseCells } from '../records/parse-cells.ts'
import type { Session } from './session.ts'
import { type Place, reachOf, visibleNow } from './visible-now.ts'

/** From where somebody was away: `seq` was the last change of a whole time, `after` the last one of a replay since. */
export interface Absence {
  readonly seq: number
  readonly after: number
}

/** What is to be told of a missed change; `undecidable` where the log does not say whether the client knows the record. */
export type Missed = Announcement | 'undecidable' | undefined

/**
 * Tells somebody who was away what became of records: what they are now where they may be seen, and that they are gone
 * or left where they were seen before (`realtime.md`, *Change log*).
 */
export class MissedChanges {
  readonly #wish: Wish
  readonly #absence: Absence
  /** Collections of which records were deleted meanwhile, and how far we have looked. */
  readonly #deleted = new Set<string>()
  #lookedTo: number
  /** Does the client have the record by what this replay has told? */
  readonly #has = new Map<string, boolean>()

  constructor(wish: Wish, absence: Absence) {
    this.#wish = wish
    this.#absence = absence
    this.#lookedTo = absence.seq
  }

  /** What to tell of each of these, which are the newest changes of their records. */
  *tell(place: Place, session: Session, changes: readonly LoggedChange[]): Steps<Missed[]> {
    const ids = changes.map(({ record }) => record)
    const visible = yield* visibleNow(place, this.#wish, session.actor, ids)
    const told: Missed[] = []
    for (const change of changes)
      told.push(yield* this.#one(place, session, change, visible.get(change.record)))
    return told
  }

  *#one(place: Place, session: Session, newest: LoggedChange, now: Cells | undefined): Steps<Missed> {
    const { collection, record, seq } = newest
    const { hot } = place.house.storage
    const first = yield* take(firstChange(hot, { collection, record, after: this.#absence.seq }))
    const before = parseCells(first?.before ?? null)
    const shared = { seq, collection: place.collection, recordId: record }
    if (now) {
      this.#note(record, true)
      const change: Change = { ...shared, action: before ? 'update' : 'create', before, after: now }
      return yield* new Announcer(change, { ...place, cells: now }).announce(this.#wish, session)
    }
    const could = before ? yield* this.#could(place, session, before) : false
    const has = this.#has.get(record) ?? (could || (yield* this.#wasTold(place, session, newest)))
    if (has === false || has === 'undecidable') return has || undefined
    this.#note(record, false)
    const action = newest.action === 'delete' ? 'delete' : 'update'
    const cells = before ?? { id: record }
    const announcer = new Announcer(
      { ...shared, action, before: cells, after: undefined },
      { ...place, cells },
    )
    if (action === 'update') return announcer.leave()
    return could === true ? yield* announcer.announce(this.#wish, session) : announcer.end()
  }

  /** Has an earlier replay told of it, as something that could be seen then? */
  *#wasTold(place: Place, session: Session, { collection, record }: LoggedChange): Steps<boolean> {
    const { seq, after } = this.#absence
    if (after <= seq) return false
    const whose = { collection, record, after: seq, limit: MOST_LOOKED_AT }
    for (const { before } of yield* take(changesOf(place.house.storage.hot, whose))) {
      const cells = parseCells(before)
      if (cells && (yield* this.#could(place, session, cells)) === true) return true
    }
    return false
  }

  /** Past the most that we keep, a record may be told to be gone that nobody has told of. */
  #note(record: string, isThere: boolean): void {
    if (this.#has.size < MOST_NOTED || this.#has.has(record)) this.#has.set(record, isThere)
  }

  *#could(place: Place, session: Session, cells: Cells): Steps<boolean | 'undecidable'> {
    const { actor } = session
    const subject = { ...place, cells }
    const verdict = judge(subject, this.#wish, actor)
    if (typeof verdict === 'boolean') return verdict
    const could = yield* couldSee(subject, this.#wish, actor)
    if (could !== false) return could
    // What it was joined with then may be gone: of that the log keeps no picture that could be asked.
    yield* this.#lookForDeleted(place)
    for (const id of reachOf(place, this.#wish, actor))
      if (id !== place.collection.id && this.#deleted.has(id)) return 'undecidable'
    return false
  }

  *#lookForDeleted({ house }: Place): Steps<void> {
    const { hot } = house.storage
    const { end } = yield* take(readReach(hot))
    while (this.#lookedTo < end) {
      const upTo = Math.min(end, this.#lookedTo + STRETCH)
      for (const id of yield* take(deletedIn(hot, { after: this.#lookedTo, upTo }))) this.#deleted.add(id)
      this.#lookedTo = upTo
    }
  }
}

/** Rows of the log that are looked through at once: about a millisecond. */
const STRETCH = 5000
/** Records that one replay remembers, a few MiB; and changes of one record that it looks at. */
const MOST_NOTED = 50_000
const MOST_LOOKED_AT = 20
