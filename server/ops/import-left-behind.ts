import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { INSTALLER_EMAIL } from '../auth/installer.ts'
import { type Collection, SUPERUSERS } from '../collections/collection.ts'
import { quoteName } from '../collections/index-expression.ts'
import { shapeOf } from '../records/shape.ts'
import type { Settings } from '../settings/settings.ts'
import type { Cell } from '../storage/dialect.ts'
import type { Source } from './import-source.ts'

/** Records that live for minutes: whoever is in the middle of a sign-in begins again. */
export const shortLived: ReadonlySet<string> = new Set(['_mfas', '_otps'])

/** The account of an installer that nobody has closed (contract data.md §7.4). */
export function isInstaller(collection: Collection, cells: readonly Cell[]): boolean {
  if (collection.name !== SUPERUSERS) return false
  return cells[shapeOf(collection).byName.get('email')?.at ?? -1] === INSTALLER_EMAIL
}

/** What there is in a source and is not taken, in plain sentences. */
export function leftBehind(source: Source, collections: readonly Collection[], settings: Settings): string[] {
  return [
    ...shortLivedOf(source),
    ...installerOf(source),
    ...strangers(source, collections),
    ...migrationsOf(source),
    ...foldersOf(source.dir),
    ...(settings.s3.enabled
      ? ['Files are kept in a bucket: they stay there, and the settings that lead to them are taken.']
      : []),
  ]
}

/** So many records a table has; 0 for one that is not there. */
export function countRecords(source: Source, name: string, where = ''): number {
  const table = source.tables.get(name.toLowerCase())
  if (!table) return 0
  const [row] = source.all(`SELECT count(*) FROM ${quoteName(table.name, '"')} ${where}`)
  return Number(row?.[0] ?? 0)
}

function shortLivedOf(source: Source): string[] {
  return [...shortLived].flatMap((name) => {
    const count = countRecords(source, name)
    return count === 0 ? [] : [`Records of "${name}", which live for minutes only (${count}).`]
  })
}

function installerOf(source: Source): string[] {
  const hasEmail = source.tables.get(SUPERUSERS)?.columns.has('email')
  const count = hasEmail ? countRecords(source, SUPERUSERS, `WHERE email = '${INSTALLER_EMAIL}'`) : 0
  return count === 0 ? [] : ['The placeholder account of the installer.']
}

function strangers({ tables, triggers }: Source, collections: readonly Collection[]): string[] {
  const known = new Set([
    '_collections',
    '_params',
    '_migrations',
    ...collections.map(({ name }) => name.toLowerCase()),
  ])
  return [
    ...[...tables]
      .filter(([key]) => !known.has(key))
      .map(([, { name }]) => `The table "${name}", which belongs to no collection.`),
    ...triggers.map((name) => `The trigger "${name}".`),
  ]
}

function migrationsOf(source: Source): string[] {
  if (!source.tables.get('_migrations')?.columns.has('file')) return []
  const count = countRecords(source, '_migrations', `WHERE file LIKE '%.js'`)
  if (count === 0) return []
  return [
    `The history of migrations in JavaScript (${count}): what they made is taken, and none is run here.`,
  ]
}

function foldersOf(dir: string): string[] {
  const backups = join(dir, 'backups')
  const count = existsSync(backups) ? readdirSync(backups).length : 0
  return [
    ...(existsSync(join(dir, 'auxiliary.db')) ? ['The logs in auxiliary.db.'] : []),
    ...(count > 0 ? [`What lies in backups/ (${count}).`] : []),
  ]
}
