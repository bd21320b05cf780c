/** The SQL console, seen from the main thread: a child that reads, and one that writes under the writer lock. */
import type { ConsoleAnswer, ConsoleOrder, StorageOptions } from './dialect.ts'
import { heavyReader } from './heavy-reader.ts'
import type { HotReader } from './hot-reader.ts'
import type { WriterLock } from './writer-lock.ts'

export interface SqlConsoleOptions extends Pick<StorageOptions, 'durability'> {
  readonly file: string
  readonly hot: HotReader
  readonly lock: WriterLock
  /** Called after each write: it may have changed anything. */
  readonly onWritten: () => void
}

export interface SqlConsole {
  /** Errors: the database's own; `query_expired` 400, `query_queue_full` 503, `query_too_large` 400. */
  run(order: ConsoleOrder): Promise<ConsoleAnswer>
  close(): Promise<void>
}

const limits = { size: 1, queue: 4, longestIdle: 60_000, maxBytes: 32 * 1024 * 1024 }

/** The children start with the first order. */
export function sqlConsole({ file, durability, hot, lock, onWritten }: SqlConsoleOptions): SqlConsole {
  const children = (kind: 'read' | 'write'): ReturnType<typeof heavyReader> =>
    heavyReader({ ...limits, file, entry: { name: 'console-child', words: [kind, durability] } })
  const reader = children('read')
  const writer = children('write')

  async function write({ sql, maxRows, deadline }: ConsoleOrder): Promise<ConsoleAnswer> {
    await lock.take()
    try {
      const [row] = await writer.read({ sql, params: [], maxRows, deadline })
      return { columns: [], rows: [], changes: Number(row?.[0] ?? 0) }
    } finally {
      // It may have been killed behind its COMMIT, so this is done in any case.
      hot.end()
      onWritten()
      lock.free()
    }
  }
  return {
    async run(order) {
      if (order.isWrite) return await write(order)
      const { sql, maxRows, deadline } = order
      const [names = [], types = [], ...rows] = await reader.read({ sql, params: [], maxRows, deadline })
      const columns = names.map((name, at) => ({ name: String(name), type: String(types[at] ?? '') }))
      return {
        columns,
        rows: rows.map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
        changes: 0,
      }
    },
    async close() {
      await Promise.all([reader.close(), writer.close()])
    },
  }
}
