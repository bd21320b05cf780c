import { ApiError, type CollectionJson, type ProblemTree } from '@dapur/sdk'
import { isProblem } from './is-problem.ts'
import type { FileHead } from './read-head.ts'
import { rawCall } from './raw-call.ts'

/** What became of the rows of a file, or would become of them (docs/transfer.md). */
export interface ImportReport {
  isDryRun: boolean
  created: number
  updated: number
  failed: number
  /** Columns that no field has the name of. */
  ignored: string[]
  /** What is wrong, by the number of the row. */
  rows: ProblemTree
}

interface Import {
  collection: CollectionJson
  file: File
  format: FileHead['format']
  mode: 'create' | 'upsert'
  /** Columns that bear other names, and their fields. */
  mapping: Readonly<Record<string, string>>
  isDryRun: boolean
  onProgress: (share: number) => void
}

/** Sends a file to be imported. A refusal because of single rows is a report too. Throws an `ApiError` for all others. */
export async function sendImport(ask: Import): Promise<ImportReport> {
  const { collection, file, format, mode, mapping, isDryRun, onProgress } = ask
  try {
    const answer = await rawCall({
      method: 'POST',
      path: `/api/collections/${encodeURIComponent(collection.name)}/records/import`,
      query: {
        format,
        mode,
        dryRun: isDryRun ? '1' : undefined,
        mapping: Object.keys(mapping).length > 0 ? JSON.stringify(mapping) : undefined,
      },
      // Without a type of its own, as bytes: the format is in the address.
      body: file.slice(0, file.size, 'application/octet-stream'),
      onProgress,
    })
    const report: ImportReport = JSON.parse(await answer.text())
    return report
  } catch (error) {
    const rows = error instanceof ApiError && error.code === 'import_refused' ? error.data['rows'] : undefined
    if (rows === undefined || isProblem(rows)) throw error
    return { isDryRun, created: 0, updated: 0, failed: Object.keys(rows).length, ignored: [], rows }
  }
}
