import { z } from 'zod'

/** The name of the manifest in an archive: its last entry. */
export const MANIFEST = 'dapur-backup.json'

/** What we write, and the only thing that we read. */
export const FORMAT = 1

/** One file of an archive. */
export interface ManifestEntry {
  /** Its path in the data directory, with `/`. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** In hexadecimal. */
  readonly sha256: string
}

/** What an archive says of itself. */
export interface Manifest {
  readonly format: number
  /** When its snapshot was taken, as times are written everywhere. */
  readonly created: string
  readonly versions: {
    readonly sqlite: string
    readonly node: string
    /** The migrations that had run, in their order. */
    readonly migrations: readonly string[]
  }
  /** Where the files of records were kept: files in a bucket are not in the archive. */
  readonly files: 'disk' | 's3'
  readonly entries: readonly ManifestEntry[]
  /** Files that records name although they were not there when the backup was made. */
  readonly missing: readonly string[]
}

/** All keys of a manifest; the format is looked at first, since another one may have others. */
export const manifestSchema: z.ZodType<Manifest> = z.object({
  format: z.literal(FORMAT),
  created: z.string(),
  versions: z.object({ sqlite: z.string(), node: z.string(), migrations: z.array(z.string()) }),
  files: z.enum(['disk', 's3']),
  entries: z.array(
    z.object({
      name: z.string(),
      size: z.int().min(0),
      sha256: z.string().regex(/^[\da-f]{64}$/),
    }),
  ),
  missing: z.array(z.string()),
})
