import { closeSync, openSync, readSync, writeSync } from 'node:fs'

/** What a call may answer, in the order of `syscall-shim.c`. */
export const diskFaults = ['ENOSPC', 'EIO', 'EINTR', 'short', 'torn', 'slow'] as const
export type DiskFault = (typeof diskFaults)[number]

/** What has happened since the switch was set. */
export interface Struck {
  /** The call that got the fault, such as `pwrite data.db-wal`; undefined when there were not so many. */
  readonly where: string | undefined
  /** Calls that were counted. */
  readonly count: number
}

/** Says to the processes that run over `syscall-shim.c` which of their calls fails. */
export interface DiskSwitch {
  /** What they have to be started with. */
  readonly env: Readonly<Record<string, string>>
  /** From now on the n-th call answers with a fault; of those that contain a text, where there is one. */
  set(fault: DiskFault, nth: number, only?: string): void
  look(): Struck
  /** No call fails any more. */
  clear(): void
  close(): void
}

const WORDS = 6
const WHERE = 232
const ONLY = 128
const SIZE = WORDS * 4 + WHERE + ONLY

/**
 * @param library what `buildFsyncShim(folder, 'syscall-shim')` answered
 * @param dir the data directory whose calls are counted
 * @example disk.set('EIO', 3); await write(); disk.look() // { where: 'fdatasync data.db-wal', count: 3 }
 */
export function diskSwitch({
  library,
  dir,
  path,
  slowMs = 2000,
}: {
  readonly library: string
  readonly dir: string
  /** A file of its own, outside the directory. */
  readonly path: string
  readonly slowMs?: number
}): DiskSwitch {
  const file = openSync(path, 'w+', 0o600)
  writeSync(file, Buffer.alloc(SIZE))
  const write = (words: readonly number[]): void =>
    void writeSync(file, Buffer.from(Uint32Array.from(words).buffer), 0, words.length * 4, 0)
  return {
    env: { LD_PRELOAD: library, FAULT_DIR: dir, FAULT_CONTROL: path },
    set(fault, nth, only = '') {
      write([0, nth, 0, 0, 0, slowMs])
      const text = Buffer.alloc(ONLY)
      text.write(only)
      writeSync(file, text, 0, ONLY, WORDS * 4 + WHERE)
      write([diskFaults.indexOf(fault) + 1])
    },
    look() {
      const bytes = Buffer.alloc(SIZE)
      readSync(file, bytes, 0, SIZE, 0)
      const text = bytes.subarray(WORDS * 4)
      const where = bytes.readUInt32LE(12) === 0 ? undefined : text.toString('utf8', 0, text.indexOf(0))
      return { where, count: bytes.readUInt32LE(8) }
    },
    clear: () => write([0]),
    close: () => closeSync(file),
  }
}
