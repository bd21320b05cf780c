/** What became of one collection. */
export interface CollectionReport {
  readonly name: string
  readonly type: string
  readonly records: {
    readonly found: number
    readonly taken: number
    /** Not taken; `notes` says which and why. */
    readonly leftOut: number
  }
  /** So many cells had an older form and were written in ours. */
  readonly cellsRewritten: number
  /** So many cells held something that their field cannot hold, and were emptied. */
  readonly cellsEmptied: number
  /** The first of what was left out or emptied, by record. */
  readonly notes: readonly string[]
}

/** What became of the uploaded files. */
export interface FilesReport {
  readonly copied: number
  readonly bytes: number
  /** Named by a record, and not there. */
  readonly missing: number
  /** Copied, though nothing says what type they are. */
  readonly withoutAttributes: number
  /** Named by no record: not copied. */
  readonly unreferenced: number
  /** Made anew when they are asked for: not copied. */
  readonly thumbs: number
  /** The first of what is missing. */
  readonly notes: readonly string[]
}

/** What an import did, or a dry run would do. */
export interface ImportReport {
  readonly source: string
  readonly target: string
  readonly isDryRun: boolean
  readonly collections: readonly CollectionReport[]
  readonly files: FilesReport
  /** How the settings were found: as JSON, encrypted, or not at all (then they are those of a fresh installation). */
  readonly settings: 'plain' | 'encrypted' | 'absent'
  /** What was there and is not taken. */
  readonly notTaken: readonly string[]
  /** What was taken and should be looked at. */
  readonly warnings: readonly string[]
  /** The most records of one transaction. */
  readonly batchSize: number
  readonly seconds: number
  readonly recordsPerSecond: number
  /** Was every record taken as it was? */
  readonly isComplete: boolean
}

/** So many notes of one kind are kept; the numbers count all. */
const MOST_NOTES = 50

/** A list that stops growing: a million wrong records must not need a million lines. */
export function addNote(notes: string[], note: string): void {
  if (notes.length < MOST_NOTES) notes.push(note)
}
