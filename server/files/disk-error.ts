import { apiError } from '../base/error.ts'

/** The code of an error of the file system. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** Does it say that there is nothing at a place? */
export function isMissing(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG'
}

/** What callers have to know becomes `files_full`; the rest stays as it is. */
export function translate(error: unknown): unknown {
  const code = codeOf(error)
  return code === 'ENOSPC' || code === 'EDQUOT' ? apiError('files_full', {}, { cause: error }) : error
}
