/** A file that takes room which an operator can give back: on a full disk even deleting rows fails. */
import { randomBytes } from 'node:crypto'
import { rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes. */
export const BALLAST_SIZE: number = 16 * 1024 * 1024
/** It is only put in where as much stays free: else a restart would take what an operator has just given back. */
const LEAST_ROOM = 2 * BALLAST_SIZE

const fileIn = (dir: string): string => join(dir, 'ballast')

/** Is the ballast of this data directory in its place, and whole? */
export function hasBallast(dir: string): boolean {
  return statSync(fileIn(dir), { throwIfNoEntry: false })?.size === BALLAST_SIZE
}

/**
 * Put the ballast in, unless it is there or the disk has no room for it; says whether it is there now.
 *
 * @example if (!putBallast('./data')) log.warn({}, 'there is no ballast')
 */
export function putBallast(dir: string): boolean {
  if (hasBallast(dir)) return true
  if (!hasRoom(dir)) return false
  try {
    // Random, so that no file system stores it in less room than it is meant to keep.
    writeFileSync(fileIn(dir), randomBytes(BALLAST_SIZE), { mode: 0o600 })
    return true
  } catch (error) {
    return giveUp(dir, error)
  }
}

const PART = 256 * 1024

/**
 * The same while a server runs: in parts, none of which holds up the loop.
 *
 * @example await refillBallast('./data')
 */
export async function refillBallast(dir: string): Promise<boolean> {
  if (hasBallast(dir)) return true
  if (!hasRoom(dir)) return false
  try {
    const file = await open(fileIn(dir), 'w', 0o600)
    try {
      for (let size = 0; size < BALLAST_SIZE; size += PART) await file.write(randomBytes(PART))
    } finally {
      await file.close()
    }
    return true
  } catch (error) {
    return giveUp(dir, error)
  }
}

function hasRoom(dir: string): boolean {
  const { bavail, bsize } = statfsSync(dir)
  return bavail * bsize >= LEAST_ROOM
}

/** A server must start on a full disk, or nobody can free it. */
function giveUp(dir: string, error: unknown): false {
  rmSync(fileIn(dir), { force: true })
  if (isDiskFull(error)) return false
  throw error
}

/**
 * Give the room of the ballast back; answers how many bytes that were.
 *
 * @example freeBallast('./data') // 16777216
 */
export function freeBallast(dir: string): number {
  const size = statSync(fileIn(dir), { throwIfNoEntry: false })?.size ?? 0
  rmSync(fileIn(dir), { force: true })
  return size
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
