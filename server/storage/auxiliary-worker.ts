/** The thread behind `auxiliary-thread.ts`: writes the auxiliary data base, and waits for its disk. */
import { parentPort, workerData } from 'node:worker_threads'
import type { AuxiliaryAnswer, AuxiliaryOrder } from './auxiliary-thread.ts'
import { auxiliaryWriter } from './auxiliary-writer.ts'
import { openDatabase } from './database.ts'
import { sendError } from './sqlite-error.ts'

function serve(file: string): void {
  const db = openDatabase({ file, durability: 'normal', role: 'auxiliary' })
  const write = auxiliaryWriter(db)
  parentPort?.on('message', (order: AuxiliaryOrder | 'close') => {
    if (order === 'close') {
      db.close()
      parentPort?.close()
      return
    }
    parentPort?.postMessage(answerTo(order, write), [])
  })
}

function answerTo(order: AuxiliaryOrder, write: ReturnType<typeof auxiliaryWriter>): AuxiliaryAnswer {
  try {
    return { id: order.id, changes: write(order), error: undefined }
  } catch (error) {
    return { id: order.id, changes: 0, error: sendError(error) }
  }
}

serve(workerData)
