import { apiError } from '../../base/error.ts'
import { problem, type Problem, required } from '../../base/problem.ts'
import { isPlainPart } from '../../files/file-store.ts'
import { baseType, sniffType } from '../../files/sniff.ts'
import type { BackupHouse } from './backup-house.ts'
import { backupStore } from './backup-store.ts'
import { ZIP } from './create-backup.ts'
import { nameTaken } from './request-backup.ts'

/** A file that came with a request. */
export interface BackupFile {
  readonly field: string
  /** The client's name for it. */
  readonly name: string
  readonly path: string
}

const LONGEST = 150

/**
 * Keep an archive that somebody brings, under the name that it has there (contract services.md §6.2). Whether it can be
 * restored is seen when it is.
 *
 * Errors: `validation_failed` 400 where there is no file, it is no zip, or its name cannot be or is taken; those of the
 * store.
 *
 * @example await uploadBackup(house, files)
 */
export async function uploadBackup(house: BackupHouse, files: readonly BackupFile[]): Promise<void> {
  const file = files.findLast(({ field }) => field === 'file')
  const fault = file ? await problemOf(house, file) : required
  if (!file || fault) throw apiError('validation_failed', {}, { data: { file: fault ?? required } })
  await backupStore(house).put(file.name, file.path, { contentType: ZIP, originalName: file.name })
}

async function problemOf(house: BackupHouse, { name, path }: BackupFile): Promise<Problem | undefined> {
  if (baseType((await sniffType(path)).type) !== ZIP)
    return problem('validation_invalid_mime_type', 'This is no zip archive.')
  if (!isPlainPart(name) || !/^[^.].*\.zip$/i.test(name) || Buffer.byteLength(name) > LONGEST)
    return problem('validation_match_invalid', 'Use a plain file name that ends in ".zip".')
  return (await backupStore(house).stat(name)) ? nameTaken : undefined
}
