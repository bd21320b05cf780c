/** Opens and joins the parts that SQLite's storage is made of. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { systemClock } from '../base/clock.ts'
import { afterCommit, type AfterCommit } from './after-commit.ts'
import { alterer, type Alterer } from './alterer.ts'
import { boundedReader, type BoundedReader } from './bounded-reader.ts'
import { startCheckpointer, type Checkpointer } from './checkpointer.ts'
import { conditionKeeper, type ConditionKeeper } from './condition.ts'
import { sqlConsole, type SqlConsole } from './console.ts'
import { openDatabase, type Role } from './database.ts'
import type { StorageOptions } from './dialect.ts'
import { heavyReader, type HeavyReader } from './heavy-reader.ts'
import { hotReader, type HotReader } from './hot-reader.ts'
import { readOnlyStatements, type ObjectStatement } from './kysely-driver.ts'
import { ownedTransactions, type OwnedTransactions } from './owned-transactions.ts'
import { rawStatements, statementCache, type RawStatement, type StatementCache } from './statement-cache.ts'
import { countersOf, type Counters, versions, type Versions } from './versions.ts'
import { WriteQueue } from './write-queue.ts'
import { writerLock, type WriterLock } from './writer-lock.ts'

/** What every way to write has in common. */
interface Shared {
  readonly db: Database.Database
  readonly hot: HotReader
  readonly statements: StatementCache<RawStatement>
  readonly coldStatements: StatementCache<ObjectStatement>
  readonly lock: WriterLock
  readonly versions: Versions
  /** Called when another connection has committed, of this process or another one. */
  readonly onMoved: (() => void)[]
  readonly after: AfterCommit
  readonly checkpointer: Checkpointer
  readonly keeper: ConditionKeeper
}

export interface Parts extends Shared {
  readonly queue: WriteQueue
  readonly owned: OwnedTransactions
  readonly alter: Alterer
  readonly heavy: HeavyReader
  readonly bounded: BoundedReader
  readonly console: SqlConsole
}

const heavyLimits = { queue: 32, longestIdle: 60_000, maxBytes: 32 * 1024 * 1024 }

/** Open everything; threads and processes that may never be needed start with their first use. */
export function openParts({ dir, durability }: StorageOptions): Parts {
  const file = join(dir, 'data.db')
  const open = (role: Role): Database.Database => openDatabase({ file, durability, role })
  const db = open('hot')
  const counters = countersOf(db)
  const shared = shareOf(db, file, durability, counters)
  const common = { ...shared, clock: systemClock, onCommitted: shared.checkpointer.markDirty }
  const bounded = boundedReader({ ...shared, clock: systemClock })
  const owned = ownedTransactions({ ...common, open: () => open('owned') })
  function forgetStatements(): void {
    shared.statements.clear()
    bounded.clear()
    shared.coldStatements.clear()
    owned.forgetStatements()
  }
  function onAltered(): void {
    shared.checkpointer.markDirty()
    forgetStatements()
  }
  shared.versions.onForeignChange((what) => {
    if (what === 'catalog') forgetStatements()
  })
  return {
    ...shared,
    owned,
    queue: new WriteQueue({ ...common, counters }),
    alter: alterer({ ...shared, file, durability, onAltered }),
    bounded,
    console: sqlConsole({ ...shared, file, durability, onWritten: onAltered }),
    heavy: heavyReader({ file, size: Math.max(1, availableParallelism() - 1), ...heavyLimits }),
  }
}

function shareOf(
  db: Database.Database,
  file: string,
  durability: StorageOptions['durability'],
  counters: () => Counters,
): Shared {
  const known = versions(counters())
  const onMoved: (() => void)[] = [() => known.compare(counters())]
  const lock = writerLock()
  const keeper = conditionKeeper()
  const statements = statementCache(rawStatements(db), 1000)
  return {
    db,
    statements,
    hot: hotReader({ db, statements, onMoved: () => onMoved.forEach((tell) => tell()) }),
    onMoved,
    coldStatements: statementCache(readOnlyStatements(db), 200),
    lock,
    versions: known,
    after: afterCommit(),
    checkpointer: startCheckpointer({ file, durability, lock, onLost: () => keeper.lose() }),
    keeper,
  }
}
