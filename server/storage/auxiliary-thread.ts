/** The thread that writes the auxiliary data base, seen from the main thread. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { AuxiliaryWork } from './auxiliary-writer.ts'
import { entryArguments, entryUrl } from './entry.ts'
import { receiveError, type SentError, translateError } from './sqlite-error.ts'

export type AuxiliaryOrder = AuxiliaryWork & { readonly id: number }

export interface AuxiliaryAnswer {
  readonly id: number
  readonly changes: number
  readonly error: SentError | undefined
}

interface Waiting {
  readonly resolve: (changes: number) => void
  readonly reject: (error: Error) => void
}

/**
 * A thread that starts with its first order, and anew after it was lost. It keeps the process alive as long as somebody
 * waits for it.
 *
 * @example await new AuxiliaryThread('./data/auxiliary.db').order({ kind: 'compact' })
 */
export class AuxiliaryThread {
  readonly #file: string
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #lastId = 0

  constructor(file: string) {
    this.#file = file
  }

  /** Orders are carried out one after another. Errors: as `translateError` says them. */
  order(work: AuxiliaryWork): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#worker ??= this.#start()
      this.#worker.ref()
      this.#lastId += 1
      this.#waiting.set(this.#lastId, { resolve, reject })
      const order: AuxiliaryOrder = { ...work, id: this.#lastId }
      this.#worker.postMessage(order, [])
    })
  }

  /** Let it finish its orders and end. */
  async close(): Promise<void> {
    if (!this.#worker) return
    const ended = once(this.#worker, 'exit')
    this.#worker.ref()
    this.#worker.postMessage('close', [])
    await ended
  }

  #start(): Worker {
    const settings = { workerData: this.#file, execArgv: entryArguments, name: 'auxiliary' }
    const worker = new Worker(entryUrl('auxiliary-worker'), settings)
    let failure: unknown
    worker.on('error', (error) => {
      failure = error
    })
    worker.on('message', (answer: AuxiliaryAnswer) => this.#hear(worker, answer))
    worker.once('exit', () => {
      this.#worker = undefined
      this.#refuseAll(new Error('the thread that writes the logs has ended', { cause: failure }))
    })
    return worker
  }

  #hear(worker: Worker, { id, changes, error }: AuxiliaryAnswer): void {
    const waiter = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) worker.unref()
    if (error) waiter?.reject(translateError(receiveError(error)))
    else waiter?.resolve(changes)
  }

  #refuseAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
