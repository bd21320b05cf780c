/**
 * Why a server does not start on a directory whose disk fails, as a sentence that says what to do; another error stays
 * what it is.
 *
 * @example throw startRefusal(error, './data')
 */
export function startRefusal(error: unknown, dir: string): unknown {
  const code = diskCodeOf(error)
  if (code === undefined) return error
  const advice = isFull(code)
    ? `the disk of the data directory "${dir}" is full: free some room ("dapur doctor --free-ballast" gives back what is kept for this), then start again`
    : `the data directory "${dir}" cannot be read or written: look at its disk and its owner ("dapur doctor" helps), then start again`
  return new Error(`${advice} (${error instanceof Error ? error.message : String(error)})`, { cause: error })
}

const ofDisk =
  /^(ENOSPC|EDQUOT|EIO|EROFS|EACCES|EPERM|SQLITE_FULL|SQLITE_IOERR|SQLITE_CANTOPEN|SQLITE_READONLY)/

/** The code of the file system or of SQLite that lies behind an error; undefined for one of another kind. */
function diskCodeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (!('code' in at)) continue
    const isOfPath = 'syscall' in at && 'path' in at
    if (isOfPath || ofDisk.test(String(at.code))) return String(at.code)
  }
  return undefined
}

function isFull(code: string): boolean {
  // Making room for the index of the log fails as the last of these.
  return ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'].includes(code)
}
