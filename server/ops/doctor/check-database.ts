import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Examination } from '../../storage/examine.ts'
import { type Check, failed, type Finding, fine, mebibytes, type Patient, warning } from './check.ts'

const sqlite: Check = {
  id: 'sqlite',
  examine({ data }) {
    if (!data)
      return failed('There is no database in the data directory.', 'Start the server once, or choose --dir.')
    // That it could be opened says that its version will do and that its pragmas hold (`storage/database.ts`).
    return fine(`SQLite ${data.version} opens the database, and its pragmas hold.`)
  },
}

const integrity: Check = { id: 'integrity', examine: (patient) => eachFile(patient, damageOf) }

const foreignKeys: Check = { id: 'foreign-keys', examine: (patient) => eachFile(patient, strayOf) }

type Look = (file: Examination, name: string) => Finding

/** The worst of both files. */
function eachFile({ data, auxiliary }: Patient, look: Look): Finding {
  const found = [data && look(data, 'data.db'), auxiliary && look(auxiliary, 'auxiliary.db')]
  const all = found.filter((finding) => finding !== undefined)
  return all.find(({ state }) => state !== 'ok') ?? all[0] ?? fine('There is no database to look at.')
}

const damageOf: Look = (file, name) => {
  const damages = file.damages()
  if (damages.length === 0) return fine('The databases are whole.')
  return failed(
    `${name} is damaged: ${damages[0]}${damages.length > 1 ? ` (and ${damages.length - 1} more)` : ''}`,
    'Stop the server and restore a backup; keep the damaged file.',
  )
}

const strayOf: Look = (file, name) => {
  const tables = file.strayTables()
  if (tables.length === 0) return fine('No row refers to one that is not there.')
  return failed(
    `${name} has rows that refer to nothing, in: ${tables.join(', ')}`,
    'Delete or mend these rows.',
  )
}

/** A checkpoint keeps it far below this. */
const LARGE_WAL = 256 * 1024 * 1024

const wal: Check = {
  id: 'wal',
  examine({ dir }) {
    const bytes = statSync(join(dir, 'data.db-wal'), { throwIfNoEntry: false })?.size ?? 0
    const what = `The write-ahead log has ${mebibytes(bytes)}.`
    if (bytes < LARGE_WAL) return fine(what)
    return warning(
      what,
      'Something reads for very long and holds it: look for other programs on the database.',
    )
  },
}

const migrations: Check = {
  id: 'migrations',
  examine({ data, migrations: known }) {
    const done = namesIn(data, '_dapur_migrations', 'name')
    const foreign = done.filter((name) => !known.includes(name))
    if (foreign.length > 0)
      return failed(
        `The data was written by a newer version (${foreign.join(', ')}).`,
        'Use that version of Dapur.',
      )
    const pending = known.filter((name) => !done.includes(name))
    if (pending.length === 0) return fine('The tables are those of this version.')
    return warning(
      `Migrations are pending: ${pending.join(', ')}.`,
      'The next start runs them, or: dapur migrate up',
    )
  },
}

/** The values of one column; none while there is no such table. */
function namesIn(data: Examination | undefined, table: string, column: string): string[] {
  const hasTable = data?.all(`select 1 from sqlite_schema where name = '${table}'`).length === 1
  return hasTable ? data.all(`select "${column}" from "${table}"`).map(([name]) => String(name)) : []
}

/** The database files themselves. */
export const databaseChecks: readonly Check[] = [sqlite, integrity, foreignKeys, wal, migrations]
