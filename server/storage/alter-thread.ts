/** The thread of a schema change, seen from the main thread: orders go out, answers come back in order. */
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { alterPost, type AlterAnswer, type AlterOrder, type AlterPost } from './alter-post.ts'
import type { Cell } from './dialect.ts'
import { entryArguments, entryUrl } from './entry.ts'

/** What the thread is given. */
export interface AlterTask {
  readonly file: string
  readonly durability: 'full' | 'normal'
  readonly port: MessagePort
  /** Becomes 1 when a COMMIT is through. */
  readonly gate: Int32Array<SharedArrayBuffer>
}

export interface AlterThread {
  order(kind: AlterOrder['kind'], sql?: string, params?: readonly Cell[]): Promise<AlterAnswer>
  /** COMMIT, and stand still until it is through. */
  commitNow(): AlterAnswer
  close(): Promise<void>
}

/** The longest that a COMMIT may take, in ms, before we say that its thread is lost. */
const longestCommit = 120_000

/** Start the thread; it opens its connection at once. `onLost` is called when it ends, asked to or not. */
export function startAlterThread(
  { file, durability }: Pick<AlterTask, 'file' | 'durability'>,
  onLost: () => void,
): AlterThread {
  const { port1, port2 } = new MessageChannel()
  const gate = new Int32Array(new SharedArrayBuffer(4))
  const task: AlterTask = { file, durability, port: port1, gate }
  const post = alterPost(port2)
  const worker = startWorker(task, post, onLost)
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  return {
    async order(kind, sql = '', params = []) {
      worker.ref()
      try {
        return await post.ask(kind, sql, params)
      } finally {
        worker.unref()
      }
    },
    commitNow() {
      const id = post.send('commit', '', [])
      const outcome = Atomics.wait(gate, 0, 0, longestCommit)
      if (outcome === 'timed-out') throw new Error('a schema change did not finish its COMMIT')
      Atomics.store(gate, 0, 0)
      return post.take(id)
    },
    async close() {
      worker.ref()
      post.close()
      await ended
    },
  }
}

function startWorker(task: AlterTask, post: AlterPost, onLost: () => void): Worker {
  const settings = { workerData: task, transferList: [task.port], execArgv: entryArguments, name: 'alter' }
  const worker = new Worker(entryUrl('alter-worker'), settings)
  let failure: unknown
  worker.unref()
  worker.on('error', (error) => {
    failure = error
  })
  worker.once('exit', () => {
    onLost()
    post.refuseAll(new Error('the thread that changes the schema has ended', { cause: failure }))
  })
  return worker
}
