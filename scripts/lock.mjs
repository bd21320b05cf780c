import { readFileSync, rmSync, writeFileSync } from 'node:fs'

const PATIENCE_MS = 10 * 60_000
const PAUSE_MS = 250

/**
 * Runs `work` while no other process of this machine runs one under the same lock file. The lock
 * of a process that died is taken over; so is one that is older than ten minutes of waiting.
 *
 * @param {string} file
 * @param {() => void} work
 */
export function withLock(file, work) {
  const until = Date.now() + PATIENCE_MS
  while (!tryLock(file)) {
    if (!isHeld(file) || Date.now() > until) rmSync(file, { force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
  }
  try {
    work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** @param {string} file */
function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} file */
function isHeld(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // Between its creation and its content the file is empty: whoever writes it is alive.
    if (pid > 0) process.kill(pid, 0)
    return true
  } catch (error) {
    // ESRCH: no such process. Anything else (gone meanwhile, somebody else's) is for the next look.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
