/** The inside of a child process of `heavy-process.ts`: takes orders, sends rows in parts, ends with its parent. */
import { Worker } from 'node:worker_threads'
import type { Cell } from './dialect.ts'
import { entryArguments, entryUrl } from './entry.ts'
import type { HeavyAnswer, HeavyOrder } from './heavy-process.ts'
import { sendError } from './sqlite-error.ts'

/** About so many bytes go in one message: the main thread unpacks one between two requests. */
const partSize = 256 * 1024

class TooLarge extends Error {}

/** Answer every order with the rows that `answer` yields, and its errors with themselves. */
export function serveOrders(answer: (order: HeavyOrder) => Iterable<Cell[]>): void {
  // The server may be killed while a query runs here that never ends; only another thread can see that.
  new Worker(entryUrl('watch-worker'), { execArgv: entryArguments, name: 'watch' }).unref()
  process.on('disconnect', () => process.exit())
  process.on('message', (order: HeavyOrder) => {
    try {
      tellAll(answer(order), order.maxBytes)
    } catch (error) {
      tell(error instanceof TooLarge ? { kind: 'large' } : { kind: 'failed', error: sendError(error) })
    }
  })
  tell({ kind: 'ready' })
}

function tell(answer: HeavyAnswer): void {
  process.send?.(answer)
}

function tellAll(rows: Iterable<Cell[]>, maxBytes: number): void {
  let part: Cell[][] = []
  let partBytes = 0
  let bytes = 0
  for (const row of rows) {
    part.push(row)
    partBytes += sizeOf(row)
    if (bytes + partBytes > maxBytes) throw new TooLarge()
    if (partBytes < partSize) continue
    bytes += partBytes
    tell({ kind: 'rows', rows: part })
    part = []
    partBytes = 0
  }
  tell({ kind: 'done', rows: part })
}

function sizeOf(row: readonly Cell[]): number {
  let size = 0
  for (const cell of row) size += typeof cell === 'string' ? cell.length + 8 : 8
  return size
}
