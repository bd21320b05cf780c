import type { ApiError } from './error.ts'
import type { Incoming } from './line.ts'
import { errorOfFrame, type LineAccess, type LinePart, maySucceedLater, report } from './line-part.ts'
import type { FrameId, SnapshotFrame, StepFrame } from './frames.ts'
import type { RecordJson } from './wire.ts'

export interface LiveOptions {
  filter?: string | undefined
  sort?: string | undefined
  /** How many records at most: 500 unless told, which is the most. */
  limit?: number | undefined
  expand?: string | undefined
  fields?: string | undefined
  /**
   * The list cannot be had, or not any more: it is empty until it can be had again, which is tried at the next sign-in.
   * What can never be, such as a broken filter, is over. Without this, the error is thrown to the top.
   */
  onError?: (error: ApiError) => void
}

/** A list that is kept as the server has it. */
export interface LiveList<T = RecordJson> {
  /** The records of now: another array after each change. */
  readonly items: readonly T[]
  stop(): void
}

const MOST = 500

interface Entry {
  readonly collection: string
  readonly options: LiveOptions
  readonly hear: (items: readonly never[]) => void
  items: readonly never[]
  /** The list as it will be after the last of several steps. */
  draft: never[] | undefined
  isRefused: boolean
}

/** The live queries of one client. */
export class LiveLists implements LinePart {
  readonly #line: LineAccess
  readonly #entries = new Map<FrameId, Entry>()
  #count = 0

  constructor(line: LineAccess) {
    this.#line = line
  }

  get size(): number {
    return this.#entries.size
  }

  add<T>(collection: string, options: LiveOptions, listener: (items: readonly T[]) => void): LiveList<T> {
    this.#count += 1
    const id = `l${this.#count}`
    const entry: Entry = {
      collection,
      options,
      hear: listener,
      items: [],
      draft: undefined,
      isRefused: false,
    }
    this.#entries.set(id, entry)
    if (this.#line.isOpen) this.#ask(id, entry)
    else this.#line.wake()
    return {
      get items() {
        return entry.items
      },
      stop: () => this.#stop(id),
    }
  }

  opened(): void {
    for (const [id, entry] of this.#entries) this.#ask(id, entry)
  }

  signedIn(): void {
    for (const [id, entry] of this.#entries) if (entry.isRefused) this.#ask(id, entry)
  }

  /** What was shown stays: it is better than nothing, and the next snapshot puts it right. */
  closed(): void {
    for (const entry of this.#entries.values()) entry.draft = undefined
  }

  hear(frame: Incoming): void {
    if (frame.type === 'snapshot') this.#begin(frame)
    else if (frame.type === 'insert' || frame.type === 'update' || frame.type === 'remove') this.#step(frame)
    else if (frame.type === 'error') this.#fail(frame)
  }

  #ask(id: FrameId, entry: Entry): void {
    const { collection, options } = entry
    const { filter, sort, limit = MOST, expand, fields } = options
    entry.isRefused = false
    this.#line.send({ type: 'live', id, collection, filter, sort, limit, expand, fields })
  }

  #stop(id: FrameId): void {
    if (!this.#entries.delete(id)) return
    this.#line.send({ type: 'unsubscribe', id: `-${id}`, sub: id })
    this.#line.rest()
  }

  #begin({ sub, items }: SnapshotFrame<never>): void {
    const entry = this.#entries.get(sub)
    if (entry) show(entry, items)
  }

  #step({ type, sub, index, record, more }: StepFrame<never>): void {
    const entry = this.#entries.get(sub)
    if (!entry) return
    entry.draft ??= [...entry.items]
    const records = record === undefined ? [] : [record]
    entry.draft.splice(index, type === 'insert' ? 0 : 1, ...records)
    // Between two steps of one change the list is none that the server ever had.
    if (!more) show(entry, entry.draft)
  }

  #fail(frame: Extract<Incoming, { type: 'error' }>): void {
    const entry = frame.id === null ? undefined : this.#entries.get(frame.id)
    if (!entry || frame.id === null) return
    const error = errorOfFrame(frame, this.#line.url)
    const hadSome = entry.items.length > 0
    entry.isRefused = true
    if (!maySucceedLater(error)) {
      this.#entries.delete(frame.id)
      this.#line.rest()
    }
    if (hadSome) show(entry, [])
    report(error, entry.options.onError)
  }
}

function show(entry: Entry, items: never[]): void {
  entry.items = items
  entry.draft = undefined
  entry.hear(items)
}
