/** Schema changes: DDL in a thread, so that building an index for a minute does not stop the loop. */
import { runEach } from './after-commit.ts'
import { startAlterThread, type AlterTask, type AlterThread } from './alter-thread.ts'
import type { SchemaTransaction } from './dialect.ts'
import type { HotReader } from './hot-reader.ts'
import { translateError } from './sqlite-error.ts'
import type { Counters, Versions } from './versions.ts'
import type { WriterLock } from './writer-lock.ts'

export interface AltererOptions extends Pick<AlterTask, 'file' | 'durability'> {
  readonly hot: HotReader
  readonly lock: WriterLock
  readonly versions: Versions
  /** Called after each COMMIT: prepared statements are stale. */
  readonly onAltered: () => void
}

export type SchemaWork<T> = (
  tx: SchemaTransaction,
) => Promise<{ readonly result: T; readonly swap: () => void }>

export interface Alterer {
  run<T>(work: SchemaWork<T>): Promise<T>
  close(): Promise<void>
}

/** A thread that had nothing to do for so many ms is ended. */
const longestIdle = 60_000

/** Runs schema changes one after the other; the thread is started at the first one. */
export function alterer(options: AltererOptions): Alterer {
  let thread: AlterThread | undefined
  let idle: NodeJS.Timeout | undefined

  async function close(): Promise<void> {
    clearTimeout(idle)
    await thread?.close()
  }
  return {
    async run(work) {
      await options.lock.take()
      clearTimeout(idle)
      try {
        thread ??= startAlterThread(options, () => {
          thread = undefined
        })
        return await changeSchema(thread, options, work)
      } catch (error) {
        throw translateError(error)
      } finally {
        idle = setTimeout(() => void close(), longestIdle).unref()
        options.lock.free()
      }
    },
    close,
  }
}

async function changeSchema<T>(
  thread: AlterThread,
  options: AltererOptions,
  work: SchemaWork<T>,
): Promise<T> {
  let isOver = false
  const order: AlterThread['order'] = async (kind, sql, params) => {
    if (isOver) throw new Error('the schema change is over: its transaction cannot be used any more')
    return await thread.order(kind, sql, params)
  }
  try {
    options.versions.compare(known((await order('begin')).counters))
    const { result, swap } = await work({
      run: async (sql, params) => ({ changes: (await order('run', sql, params)).changes }),
      all: async (sql, params) => (await order('all', sql, params)).rows,
    })
    isOver = true
    const counters = known(thread.commitNow().counters)
    // From here to the end of this turn nothing else runs: the next request sees the new tables with the new plans.
    options.hot.end()
    options.versions.adopt(counters)
    runEach([swap])
    options.onAltered()
    return result
  } catch (error) {
    isOver = true
    await thread.order('undo')
    throw error
  }
}

function known(counters: Counters | undefined): Counters {
  if (!counters) throw new Error('a schema change answered without the counters')
  return counters
}
