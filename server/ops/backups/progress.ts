/** How far a backup or a restore is. */
export interface BackupProgress {
  readonly phase: 'snapshot' | 'files' | 'verify' | 'unpack' | 'exchange'
  /** Files or entries. */
  readonly done: number
  /** Undefined while nobody knows. */
  readonly total: number | undefined
}

/** Told often: whoever shows it decides how often that is worth it. */
export type Tell = (progress: BackupProgress) => void
