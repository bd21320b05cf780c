/** Costly reads in child processes: SQLite cannot be interrupted from outside, but a process can be killed. */
import { apiError } from '../base/error.ts'
import type { Cell } from './dialect.ts'
import {
  endChild,
  giveTask,
  startChild,
  type Child,
  type ChildOptions,
  type HeavyQuery,
  type Task,
} from './heavy-process.ts'

export interface HeavyReaderOptions extends ChildOptions {
  /** The most children at once. */
  readonly size: number
  /** The most queries that wait for a child. */
  readonly queue: number
}

export interface HeavyReader {
  /** Errors: `query_expired` 400, `query_queue_full` 503. */
  read(query: HeavyQuery): Promise<Cell[][]>
  /** How many queries run, and how many wait for a child. */
  load(): { readonly running: number; readonly waiting: number }
  close(): Promise<void>
}

/** Reads in at most `size` children, each started when it is first needed. */
export function heavyReader(options: HeavyReaderOptions): HeavyReader {
  const queue: Task[] = []
  const children = new Set<Child>()

  function dispatch(): void {
    while (queue.length > 0) {
      const child = freeChild()
      const task = child && queue.shift()
      if (!task) return
      giveTask(child, task)
    }
  }
  function freeChild(): Child | undefined {
    for (const child of children) if (!child.task) return child
    if (children.size >= options.size) return undefined
    const child = startChild(options, { onFree: dispatch, onEnd: forget })
    children.add(child)
    return child
  }
  function forget(child: Child): void {
    children.delete(child)
    dispatch()
  }
  function isFull(): boolean {
    return countBusy(children) >= options.size && queue.length >= options.queue
  }
  return {
    read: (query) =>
      new Promise((resolve, reject) => {
        if (isFull()) return reject(apiError('query_queue_full', {}))
        queue.push({ query, rows: [], resolve, reject })
        dispatch()
      }),
    load: () => ({ running: countBusy(children), waiting: queue.length }),
    async close() {
      for (const task of queue.splice(0)) task.reject(new Error('the storage is closed'))
      await Promise.all([...children].map(endChild))
    },
  }
}

function countBusy(children: ReadonlySet<Child>): number {
  return [...children].filter((child) => child.task).length
}
