/** What is imported. */
export interface ImportQuery {
  readonly format: string
  /** `create`: every row is a new record. `upsert`: a row with the id of a record changes that one. */
  readonly mode: string
  /** Undo it all, and only say what would have happened. */
  readonly isDryRun: boolean
  /** Column → field, for columns that bear other names. */
  readonly mapping: Readonly<Record<string, string>>
}
