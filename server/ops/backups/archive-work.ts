import type { Manifest } from './manifest.ts'
import type { PackOrder } from './pack.ts'
import type { BackupProgress } from './progress.ts'
import type { ReadOrder } from './read-archive.ts'

/** What the child process is told to do: make an archive and verify it, or read one. */
export type ArchiveWork = ({ readonly kind: 'pack' } & PackOrder) | ({ readonly kind: 'read' } & ReadOrder)

/** What is worth knowing of an archive beyond its file. */
export interface ArchiveSummary extends Pick<Manifest, 'created' | 'versions' | 'files'> {
  readonly entries: number
  /** Bytes of the unpacked entries. */
  readonly bytes: number
  readonly missing: number
}

/** What the child says. */
export type ArchiveNews =
  | { readonly kind: 'progress'; readonly progress: BackupProgress }
  | { readonly kind: 'done'; readonly summary: ArchiveSummary }
  | { readonly kind: 'refused'; readonly message: string }
  /** `code` is that of the file system or of SQLite, or empty. */
  | { readonly kind: 'failed'; readonly message: string; readonly code: string }
