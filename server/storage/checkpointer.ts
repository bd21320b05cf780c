/** Moves committed pages from the WAL into the database file in a thread, so that its fsyncs do not stop the loop. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { entryArguments, entryUrl } from './entry.ts'
import type { WriterLock } from './writer-lock.ts'

/** What the one word says that both threads share. */
export const checkpointStates = {
  idle: 0,
  /** There is something to copy. */
  dirty: 1,
  /** There is, and no writer writes meanwhile. */
  quiet: 2,
  closing: 3,
} as const

/** What the thread is given. */
export interface CheckpointTask {
  readonly file: string
  readonly durability: 'full' | 'normal'
  readonly state: Int32Array<SharedArrayBuffer>
}

/** What the thread says: the WAL is large, please hold the writers back; they may go on; the disk has lost a flush. */
export type CheckpointNews = 'crowded' | 'copied' | 'lost'

export interface CheckpointerOptions extends Omit<CheckpointTask, 'state'> {
  readonly lock: WriterLock
  readonly onLost: () => void
}

export interface Checkpointer {
  /** There is something new in the WAL. */
  readonly markDirty: () => void
  /** End the thread, once it has copied everything and emptied the WAL. Without one, the end of the last connection does. */
  close(): Promise<void>
}

/**
 * How long after the first commit the thread starts, in milliseconds. Most commands and tests are over by then, and a
 * thread is half of what it costs to open and close a storage; the end of the last connection copies what they wrote.
 */
const START_MS = 500

/**
 * Have a thread make a PASSIVE checkpoint every 200 ms while there is something to copy.
 *
 * PASSIVE never catches up with writers that do not pause, and a WAL that is not copied to its end is not started
 * again from its head. So when it has become large, writers stand still for the few pages that came meanwhile.
 *
 * @example startCheckpointer({ file, durability: 'full', lock, onLost }).markDirty()
 */
export function startCheckpointer({ lock, onLost, ...task }: CheckpointerOptions): Checkpointer {
  const { idle, dirty, closing } = checkpointStates
  const state = new Int32Array(new SharedArrayBuffer(4))
  let start: NodeJS.Timeout | undefined
  let thread: CheckpointThread | undefined
  return {
    markDirty() {
      if (Atomics.compareExchange(state, 0, idle, dirty) === idle) Atomics.notify(state, 0)
      start ??= setTimeout(() => {
        thread = startThread({ ...task, state }, { lock, onLost })
      }, START_MS).unref()
    },
    async close() {
      clearTimeout(start)
      if (!thread) return
      thread.worker.ref()
      Atomics.store(state, 0, closing)
      Atomics.notify(state, 0)
      await thread.ended
    },
  }
}

interface CheckpointThread {
  readonly worker: Worker
  readonly ended: Promise<unknown>
}

function startThread(
  workerData: CheckpointTask,
  { lock, onLost }: Pick<CheckpointerOptions, 'lock' | 'onLost'>,
): CheckpointThread {
  const { state } = workerData
  const { idle, dirty, quiet } = checkpointStates
  const worker = new Worker(entryUrl('checkpoint-worker'), {
    workerData,
    execArgv: entryArguments,
    name: 'checkpoint',
  })
  const writers = holdOf(worker, lock)

  async function copyInQuiet(): Promise<void> {
    await writers.take()
    Atomics.compareExchange(state, 0, idle, dirty)
    Atomics.compareExchange(state, 0, dirty, quiet)
    Atomics.notify(state, 0)
  }
  worker.on('message', (news: CheckpointNews) => {
    if (news === 'lost') onLost()
    else if (news === 'crowded') void copyInQuiet()
    else writers.free()
  })
  worker.once('exit', writers.free)
  worker.unref()
  return { worker, ended: once(worker, 'exit') }
}

/** Holds the writer lock on behalf of the thread. */
function holdOf(worker: Worker, lock: WriterLock): { take(): Promise<void>; readonly free: () => void } {
  let isHeld = false
  return {
    async take() {
      await lock.take()
      isHeld = true
      // Writers wait for the thread now, and they may be all that the process lives for.
      worker.ref()
    },
    free() {
      if (!isHeld) return
      isHeld = false
      worker.unref()
      lock.free()
    },
  }
}
