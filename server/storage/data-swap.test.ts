import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createDataDir, openDataDir } from './data-dir.ts'
import { finishSwap, isSwapUnfinished, swapData, undoSwap } from './data-swap.ts'

const SWAP = { incoming: 'tmp/r/new', outgoing: 'tmp/r/old' }

/** A data directory with `old` in it, and `new` beside: more databases, fewer companions, other files. */
function makeDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'swap-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const incoming = join(dir, SWAP.incoming)
  for (const folder of ['storage/c/r1', 'backups', 'tmp']) mkdirSync(join(dir, folder), { recursive: true })
  mkdirSync(join(incoming, 'storage/c/r2'), { recursive: true })
  for (const name of ['data.db', 'data.db-wal', 'data.db-shm', 'auxiliary.db']) write(join(dir, name), 'old')
  write(join(dir, 'storage/c/r1/a.txt'), 'old')
  write(join(incoming, 'data.db'), 'new')
  write(join(incoming, 'storage/c/r2/b.txt'), 'new')
  return dir
}

function write(path: string, content: string): void {
  writeFileSync(path, content)
}

/** What is there: every file with its content, without what is kept apart. */
function look(dir: string, folder = ''): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(join(dir, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.name === 'tmp' || entry.name.startsWith('.') || entry.name === 'ballast') continue
    if (entry.isDirectory()) Object.assign(found, look(dir, path))
    else found[path] = readFileSync(join(dir, path), 'utf8')
  }
  return found
}

const old = {
  'data.db': 'old',
  'data.db-wal': 'old',
  'data.db-shm': 'old',
  'auxiliary.db': 'old',
  'storage/c/r1/a.txt': 'old',
}
const fresh = { 'data.db': 'new', 'storage/c/r2/b.txt': 'new' }

test('other data take the place of those that are there, wholly', () => {
  const dir = makeDir()
  expect(look(dir)).toEqual(old)
  swapData(dir, SWAP)
  expect(look(dir)).toEqual(fresh)
  expect(look(join(dir, SWAP.outgoing))).toEqual(old)
  undoSwap(dir, SWAP)
  expect(look(dir)).toEqual(old)
  undoSwap(dir, SWAP)
  expect(look(dir)).toEqual(old)
})

test('data without a database change nothing', () => {
  const dir = makeDir()
  rmSync(join(dir, SWAP.incoming, 'data.db'))
  expect(() => swapData(dir, SWAP)).toThrow('no data.db')
  expect([look(dir), isSwapUnfinished(dir)]).toEqual([old, false])
  undoSwap(dir, SWAP)
  expect(look(dir)).toEqual(old)
})

const calls = ['mkdirSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'rmSync', 'openSync'] as const

/** Ends `work` before its n-th call that changes the disk, as a kill would; tells whether it came to its end. */
function isDoneBefore(at: number, work: () => void): boolean {
  const first = Object.fromEntries(calls.map((name) => [name, fs[name]]))
  let count = 0
  for (const name of calls) {
    const call: (...words: never[]) => unknown = fs[name]
    Object.assign(fs, {
      [name]: (...words: never[]) => {
        if (++count >= at) throw new Error('killed')
        return call(...words)
      },
    })
  }
  syncBuiltinESMExports()
  try {
    work()
    return true
  } catch (error) {
    if (error instanceof Error && error.message === 'killed') return false
    throw error
  } finally {
    Object.assign(fs, first)
    syncBuiltinESMExports()
  }
}

test('killed at every step, the next start finds wholly the old data or wholly the new', () => {
  const outcomes: string[] = []
  for (let at = 1; outcomes.at(-1) !== 'done'; at++) {
    // Kills of the start that finishes it, too: none, and one at some step of it.
    for (const again of [0, 1 + ((at * 7) % 19)]) {
      const dir = makeDir()
      const isDone = isDoneBefore(at, () => swapData(dir, SWAP))
      const isBegun = isSwapUnfinished(dir)
      if (again > 0) isDoneBefore(again, () => finishSwap(dir))
      finishSwap(dir)
      const found = look(dir)
      expect([at, again, found]).toEqual([
        at,
        again,
        isDone || isBegun || found['data.db'] === 'new' ? fresh : old,
      ])
      expect(isSwapUnfinished(dir)).toBe(false)
      outcomes.push(isDone ? 'done' : found['data.db'] === 'new' ? 'new' : 'old')
    }
  }
  // All were seen, one after the other.
  expect([...new Set(outcomes)]).toEqual(['old', 'new', 'done'])
  expect(outcomes.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))).toEqual(outcomes)
})

const order = ['old', 'new', 'done']

test('a start finishes it before anything else', () => {
  const dir = makeDir()
  expect(isDoneBefore(12, () => swapData(dir, SWAP))).toBe(false)
  expect(isSwapUnfinished(dir)).toBe(true)
  // Nobody may make a database where one is to come.
  expect(() => createDataDir(dir)).toThrow('cut off')
  openDataDir(dir).release()
  expect([look(dir), readdirSync(join(dir, 'tmp'))]).toEqual([fresh, []])
})

test('what somebody put in the place of data that were on their way does not stay', () => {
  const dir = makeDir()
  expect(isDoneBefore(12, () => swapData(dir, SWAP))).toBe(false)
  expect(isSwapUnfinished(dir)).toBe(true)
  for (const name of ['data.db', 'data.db-wal'])
    if (!existsSync(join(dir, name))) write(join(dir, name), 'stray')
  finishSwap(dir)
  expect(look(dir)).toEqual(fresh)
  expect(look(join(dir, SWAP.outgoing))).toEqual(old)
})
