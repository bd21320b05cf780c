import { lstat, statfs } from 'node:fs/promises'
import { BALLAST_SIZE, hasBallast } from '../../storage/ballast.ts'
import { type Check, failed, fine, mebibytes, warning } from './check.ts'

/** Below this better-sqlite3 crashes the process (`main.ts`). */
const NODE_API = 10

const node: Check = {
  id: 'node',
  examine() {
    const { version, versions } = process
    if (Number(versions.napi) >= NODE_API) return fine(`This is Node ${version}.`)
    return failed(`This is Node ${version}.`, 'Use Node 22.14 or newer.')
  },
}

/** Everything in it is secret: password hashes, tokens' keys, files. */
const permissions: Check = {
  id: 'permissions',
  async examine({ dir }) {
    const { mode, uid } = await lstat(dir)
    const own = process.getuid?.()
    if (own !== undefined && uid !== own)
      return warning(
        `The data directory belongs to the user ${uid}, and this runs as ${own}.`,
        'Run Dapur as the owner of its data.',
      )
    const octal = (mode & 0o777).toString(8).padStart(4, '0')
    if (process.platform === 'win32' || (mode & 0o077) === 0)
      return fine(`The data directory is private (${octal}).`)
    return failed(`Others may enter the data directory (${octal}).`, `Say: chmod 0700 ${dir}`)
  },
}

const LITTLE = 1024 * 1024 * 1024

const disk: Check = {
  id: 'disk',
  async examine({ dir }) {
    const { bavail, bsize } = await statfs(dir)
    const free = bavail * bsize
    const what = `${mebibytes(free)} are free on the disk of the data.`
    if (free < BALLAST_SIZE)
      return failed(what, 'Make room; if nothing else helps, with: dapur doctor --free-ballast')
    return free < LITTLE ? warning(what, 'Make room before writes are refused.') : fine(what)
  },
}

const ballast: Check = {
  id: 'ballast',
  examine({ dir }) {
    if (hasBallast(dir)) return fine(`The ballast of ${mebibytes(BALLAST_SIZE)} is in its place.`)
    return warning(
      'There is no ballast to give back on a full disk.',
      'It is put in as soon as there is room.',
    )
  },
}

/** This version is from then: no clock that is right shows less. */
const OLDEST_NOW = Date.UTC(2026, 10, 24)
const DAY_MS = 86_400_000

const clock: Check = {
  id: 'clock',
  examine({ now, data }) {
    const time = new Date(now).toISOString()
    if (now < OLDEST_NOW - DAY_MS)
      return failed(`The clock says ${time}.`, 'Set the clock, and keep it right with NTP.')
    const newest = String(data?.all('select max("at") from "_dapur_changes"')[0]?.[0] ?? '')
    const last = Date.parse(newest.replace(' ', 'T'))
    if (!(last > now + 60_000)) return fine(`The clock says ${time}.`)
    return failed(
      `The clock says ${time}, and the newest change was made at ${newest}.`,
      'Set the clock: tokens and jobs go by it.',
    )
  },
}

/** What the data stands on. */
export const machineChecks: readonly Check[] = [node, permissions, disk, ballast, clock]
