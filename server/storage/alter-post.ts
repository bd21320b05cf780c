/** Orders and answers between the main thread and the thread of a schema change. */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads'
import type { Cell } from './dialect.ts'
import { receiveError, type SentError } from './sqlite-error.ts'
import type { Counters } from './versions.ts'

export interface AlterOrder {
  readonly id: number
  readonly kind: 'begin' | 'run' | 'all' | 'commit' | 'undo'
  readonly sql: string
  readonly params: readonly Cell[]
}

export interface AlterAnswer {
  readonly id: number
  readonly rows: Cell[][]
  readonly changes: number
  /** As they were at `begin`, and as they are after `commit`. */
  readonly counters: Counters | undefined
  readonly error: SentError | undefined
}

export interface AlterPost {
  /** Send an order and wait for its answer. */
  ask(kind: AlterOrder['kind'], sql: string, params: readonly Cell[]): Promise<AlterAnswer>
  /** Send an order; answers its id. */
  send(kind: AlterOrder['kind'], sql: string, params: readonly Cell[]): number
  /** The answer that lies in the port already. */
  take(id: number): AlterAnswer
  /** The thread is gone: nobody will answer any more. */
  refuseAll(error: Error): void
  close(): void
}

interface Waiting {
  readonly resolve: (answer: AlterAnswer) => void
  readonly reject: (error: Error) => void
}

/** Keep account of the orders on one port. */
export function alterPost(port: MessagePort): AlterPost {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let closed: Error | undefined

  function deliver(answer: AlterAnswer): void {
    const waiter = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error) waiter?.reject(receiveError(answer.error))
    else waiter?.resolve(answer)
  }
  function send(kind: AlterOrder['kind'], sql: string, params: readonly Cell[]): number {
    lastId += 1
    const order: AlterOrder = { id: lastId, kind, sql, params }
    port.postMessage(order)
    return lastId
  }
  port.on('message', deliver)
  port.unref()
  return {
    send,
    ask: (kind, sql, params) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closed)
        waiting.set(send(kind, sql, params), { resolve, reject })
      }),
    take: (id) => takeAnswer(port, id, deliver),
    refuseAll(error) {
      closed = error
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    },
    close: () => port.close(),
  }
}

/** Orders that nobody waited for may have answers in front of ours. */
function takeAnswer(port: MessagePort, id: number, deliver: (answer: AlterAnswer) => void): AlterAnswer {
  for (;;) {
    const received: { message: AlterAnswer } | undefined = receiveMessageOnPort(port)
    if (!received) throw new Error('a schema change has ended without an answer')
    if (received.message.id !== id) deliver(received.message)
    else if (received.message.error) throw receiveError(received.message.error)
    else return received.message
  }
}
