import { testDialect } from './dialect.suite.ts'
import { lateStorage } from './late.suite.ts'
import { sqlite } from './sqlite.ts'

testDialect('SQLite', sqlite)
testDialect('SQLite, answering late', sqlite, lateStorage)
