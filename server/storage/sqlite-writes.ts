/** All ways to write, and what their failures say about the disk. */
import type { ConditionKeeper } from './condition.ts'
import type { Storage } from './dialect.ts'
import type { Parts } from './sqlite-parts.ts'

/** SQLite writes a row anew even where its values stay, and so finds out whether there is room. */
const rewriteSql = `UPDATE _dapur_versions SET value = value WHERE name = 'settings'`

type Writes = Pick<
  Storage,
  'write' | 'transaction' | 'alter' | 'console' | 'optimize' | 'condition' | 'probe'
>

/** @param assertOpen throws once the storage is closed */
export function writesOf(parts: Parts, assertOpen: () => void): Writes {
  const { keeper } = parts
  const heeded = heedOf(keeper)
  return {
    write: writeOf(parts, keeper, assertOpen),
    async transaction(work, { deadline = 3000 } = {}) {
      assertOpen()
      return await heeded(() => parts.owned.run(work, deadline))
    },
    async alter(work) {
      assertOpen()
      return await heeded(() => parts.alter.run(work))
    },
    async console(order) {
      assertOpen()
      return await (order.isWrite ? heeded(() => parts.console.run(order)) : parts.console.run(order))
    },
    async optimize() {
      assertOpen()
      await parts.alter.run(async (tx) => {
        await tx.all('PRAGMA optimize(0x10012)')
        return { result: undefined, swap: () => undefined }
      })
    },
    condition: keeper.condition,
    async probe() {
      assertOpen()
      await heeded(() => parts.queue.write((tx) => tx.run(rewriteSql, [])))
      keeper.clear()
    },
  }
}

/** Spelled out, for this is the way of nearly all writes. */
function writeOf({ queue }: Parts, keeper: ConditionKeeper, assertOpen: () => void): Storage['write'] {
  return async (job) => {
    assertOpen()
    keeper.assertWritable()
    try {
      return await queue.write(job)
    } catch (error) {
      keeper.heed(error)
      throw error
    }
  }
}

/** Runs writes, and takes what they fail of for the condition of the disk. */
function heedOf(keeper: ConditionKeeper): <T>(write: () => Promise<T>) => Promise<T> {
  return async (write) => {
    keeper.assertWritable()
    try {
      return await write()
    } catch (error) {
      keeper.heed(error)
      throw error
    }
  }
}
