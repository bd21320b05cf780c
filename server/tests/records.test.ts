import { describe } from 'vitest'
import type { StorageDialect } from '../storage/dialect.ts'
import { lateStorage } from '../storage/late.suite.ts'
import { sqlite } from '../storage/sqlite.ts'
import { recordsSuite } from './records.suite.ts'

describe('on SQLite', () => {
  recordsSuite({})
})

const late: StorageDialect = {
  name: 'sqlite',
  open: async (options) => lateStorage(await sqlite.open(options)),
}

describe('on a database that answers late', () => {
  recordsSuite({ dialect: late })
})
