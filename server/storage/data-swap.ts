/** Puts other data in the place of those of a data directory: wholly, or not at all, whenever the process ends. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What is exchanged, the databases with what SQLite keeps beside them; the rest of the directory stays. */
const parts: readonly string[] = [
  ...['data.db', 'auxiliary.db'].flatMap((file) => [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]),
  'storage',
]

/** Where data lie, as folders under the data directory. */
export interface DataSwap {
  /** The folder of the data that are to come: complete, checked, on the same volume, and durable. */
  readonly incoming: string
  /** The folder for the data that go; made when it is not there. */
  readonly outgoing: string
}

const MARKER = '.swap'
const plan = z.object({ incoming: z.string(), outgoing: z.string(), brought: z.array(z.string()) })
type Plan = z.infer<typeof plan>

/**
 * Exchange the data of a directory that nobody has open. From the moment on at which the marker is there, the new data
 * are those of the directory: what a kill leaves undone, `finishSwap` does at the next start.
 *
 * @example swapData('data', { incoming: 'tmp/restore/new', outgoing: 'tmp/restore/old' })
 * @throws Error for incoming data that are not complete; nothing was changed then
 */
export function swapData(dir: string, { incoming, outgoing }: DataSwap): void {
  const brought = parts.filter((part) => existsSync(join(dir, incoming, part)))
  if (!brought.includes('data.db')) throw new Error(`there is no data.db in ${join(dir, incoming)}`)
  writeMarker(dir, { incoming, outgoing, brought })
  exchange(dir, { incoming, outgoing, brought })
}

/**
 * Undo an exchange that is of no use; nothing happens when it never began, or was undone already.
 *
 * @example undoSwap('data', { incoming: 'tmp/restore/new', outgoing: 'tmp/restore/old' })
 */
export function undoSwap(dir: string, { incoming, outgoing }: DataSwap): void {
  finishSwap(dir)
  if (existsSync(join(dir, outgoing, 'data.db'))) swapData(dir, { incoming: outgoing, outgoing: incoming })
}

/** Is there an exchange that was not finished? Nobody may open the data before it is. */
export function isSwapUnfinished(dir: string): boolean {
  return existsSync(join(dir, MARKER))
}

/**
 * Finish an exchange that a kill has cut off; nothing happens when there is none. For whoever holds the directory.
 *
 * @example finishSwap('data')
 */
export function finishSwap(dir: string): void {
  if (isSwapUnfinished(dir)) exchange(dir, plan.parse(JSON.parse(readFileSync(join(dir, MARKER), 'utf8'))))
}

/** Each step is one rename, and what is done already is passed over. */
function exchange(dir: string, { incoming, outgoing, brought }: Plan): void {
  mkdirSync(join(dir, outgoing), { recursive: true, mode: 0o700 })
  for (const part of parts) {
    const coming = join(dir, incoming, part)
    const isToCome = existsSync(coming)
    // It is in its place already: what lies there is new.
    if (brought.includes(part) && !isToCome) continue
    moveAway(join(dir, part), join(dir, outgoing, part))
    if (isToCome) renameSync(coming, join(dir, part))
  }
  for (const folder of [dir, join(dir, incoming), join(dir, outgoing)]) syncFolder(folder)
  rmSync(join(dir, MARKER))
  syncFolder(dir)
}

/** What went before is what counts: whatever lies in its place by now was put there by mistake. */
function moveAway(from: string, to: string): void {
  if (!existsSync(from)) return
  if (existsSync(to)) rmSync(from, { recursive: true })
  else renameSync(from, to)
}

/** Renamed into its place, so that it is there as a whole or not at all; this is the moment of the exchange. */
function writeMarker(dir: string, content: Plan): void {
  const draft = join(dir, 'tmp', MARKER)
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 })
  sync(draft)
  syncFolder(join(dir, content.incoming))
  renameSync(draft, join(dir, MARKER))
  syncFolder(dir)
}

function syncFolder(path: string): void {
  if (existsSync(path)) sync(path)
}

function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
