import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import { type Clock, formatTime, systemClock } from '../base/clock.ts'
import { openCatalog } from '../collections/catalog.ts'
import type { Foundation } from '../collections/foundation.ts'
import { installSystemCollections } from '../collections/system.ts'
import { settingsSeal } from '../settings/seal.ts'
import { settingsShelf } from '../settings/settings-shelf.ts'
import { migrate } from '../storage/migrate.ts'
import { sqlite } from '../storage/sqlite.ts'
import { type Definitions, readDefinitions } from './import-definitions.ts'
import { fileCopier } from './import-files.ts'
import { countRecords, isInstaller, leftBehind, shortLived } from './import-left-behind.ts'
import { BATCH, importRecords } from './import-records.ts'
import { ImportRefusal } from './import-refusal.ts'
import type { CollectionReport, FilesReport, ImportReport } from './import-report.ts'
import { type ImportedSettings, readSettings } from './import-settings.ts'
import { openSource, type Source } from './import-source.ts'
import { makeTables } from './import-tables.ts'
import { type Staging, stageDryRun, stageImport } from './import-target.ts'
import { definitionWarnings } from './import-warnings.ts'

/** What an import is told. */
export interface ImportOptions {
  /** The folder pb_data. Nothing is written to it. */
  readonly source: string
  /** The data directory: new, or empty. */
  readonly target: string
  /** Do everything in a temporary place, report, and forget it; files are only looked at. */
  readonly isDryRun?: boolean
  /** Leave views out that do not work here, instead of refusing. */
  readonly skipBrokenViews?: boolean
  /** The key of encrypted settings, 32 characters. */
  readonly encryptionKey?: string | undefined
  readonly onProgress?: (progress: ImportProgress) => void
  /** Stops between two batches; everything is undone then. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
}

/** How far the records are. */
export interface ImportProgress {
  readonly collection: string
  /** Read of this collection. */
  readonly read: number
  /** Read of all. */
  readonly done: number
  readonly total: number
}

/**
 * Bring the data of a PocketBase (0.23 or later) into an empty data directory (contract data.md §7): collections
 * with their secrets, records with their passwords and token keys, settings and files. Passwords, tokens, ids and
 * addresses of files stay as they were. The directory gets everything, or nothing.
 *
 * Errors: `ImportRefusal` with all reasons why it cannot be done; the signal's reason; plain Errors of the disk.
 *
 * @example const report = await importPocketbase({ source: './pb_data', target: './data' })
 */
export async function importPocketbase(options: ImportOptions): Promise<ImportReport> {
  const { source, target, isDryRun = false } = options
  const staging = isDryRun ? await stageDryRun(source, target) : stageImport(source, target)
  try {
    const report = await build(options, staging)
    options.signal?.throwIfAborted()
    await staging.publish()
    return report
  } catch (error) {
    await staging.discard()
    throw error
  }
}

async function build(options: ImportOptions, staging: Staging): Promise<ImportReport> {
  const clock = options.clock ?? systemClock
  const start = clock.steady()
  const source = await openSource(options.source, staging.work)
  try {
    const storage = await sqlite.open({ dir: staging.dir, durability: 'normal' })
    try {
      await migrate(storage, migrations)
      const foundation = { storage, catalog: await openCatalog(storage), clock }
      const report = await fill(options, { source, foundation, staging })
      return { ...report, seconds: (clock.steady() - start) / 1000 }
    } finally {
      await storage.close()
    }
  } finally {
    source.close()
  }
}

interface Site {
  readonly source: Source
  readonly foundation: Foundation
  readonly staging: Staging
}

async function fill(options: ImportOptions, site: Site): Promise<Omit<ImportReport, 'seconds'>> {
  const { source, foundation } = site
  const { catalog, clock } = foundation
  const { definitions, settings } = readAll(options, source, formatTime(clock.now()))
  const broken = await makeTables(foundation, definitions, {
    skipBrokenViews: options.skipBrokenViews === true,
  })
  await installSystemCollections(foundation)
  // In plain: the first start with a key encrypts them.
  const shelf = settingsShelf(settingsSeal({}))
  await foundation.storage.write((tx) => shelf.store(tx, settings.stored, formatTime(clock.now())))
  const start = clock.steady()
  const { collections, files } = await fillTables(options, site, settings)
  const seconds = (clock.steady() - start) / 1000
  const found = collections.reduce((sum, { records }) => sum + records.found, 0)
  const skipped = [...broken].map(([name, why]) => `The view "${name}": ${why}.`)
  return {
    source: options.source,
    target: options.target,
    isDryRun: options.isDryRun === true,
    collections,
    files,
    settings: settings.form,
    notTaken: [...skipped, ...leftBehind(source, catalog.current.all, settings.settings)],
    warnings: [...definitions.warnings, ...settings.warnings, ...definitionWarnings(foundation)],
    batchSize: BATCH,
    recordsPerSecond: Math.round(found / Math.max(seconds, 0.001)),
    isComplete: collections.every(({ records, cellsEmptied }) => records.leftOut + cellsEmptied === 0),
  }
}

/** Whatever is wrong with the settings is said together with what is wrong with the collections. */
function readAll(
  { encryptionKey }: ImportOptions,
  source: Source,
  now: string,
): { readonly definitions: Definitions; readonly settings: ImportedSettings } {
  const definitions = readDefinitions(source, now)
  try {
    return { definitions, settings: readSettings(source, encryptionKey) }
  } catch (error) {
    if (!(error instanceof ImportRefusal)) throw error
    throw new ImportRefusal([...definitions.problems, ...error.reasons], { cause: error })
  }
}

async function fillTables(
  { source: from, isDryRun, onProgress, signal }: ImportOptions,
  { source, foundation, staging }: Site,
  { settings }: ImportedSettings,
): Promise<{ readonly collections: CollectionReport[]; readonly files: FilesReport }> {
  const to = isDryRun ? undefined : join(staging.dir, 'storage')
  const files = settings.s3.enabled ? undefined : fileCopier(join(from, 'storage'), to)
  const wanted = foundation.catalog.current.all.filter(({ name }) => !shortLived.has(name))
  const total = wanted.reduce((sum, { name }) => sum + countRecords(source, name), 0)
  const collections: CollectionReport[] = []
  let before = 0
  for (const collection of wanted) {
    const table = source.tables.get(collection.name.toLowerCase())
    if (!table) {
      // A view, or a system collection that this PocketBase did not have yet.
      if (collection.type === 'view') collections.push(withoutRecords(collection))
      continue
    }
    const report = await importRecords(
      {
        source,
        storage: foundation.storage,
        files,
        isLeftBehind: isInstaller,
        onBatch: ({ name }, read) => onProgress?.({ collection: name, read, done: before + read, total }),
        signal,
      },
      collection,
      table,
    )
    before += report.records.found
    collections.push(report)
  }
  return { collections, files: (await files?.finish()) ?? noFiles }
}

function withoutRecords({ name, type }: { readonly name: string; readonly type: string }): CollectionReport {
  const records = { found: 0, taken: 0, leftOut: 0 }
  return { name, type, records, cellsRewritten: 0, cellsEmptied: 0, notes: [] }
}

const noFiles: FilesReport = {
  copied: 0,
  bytes: 0,
  missing: 0,
  withoutAttributes: 0,
  unreferenced: 0,
  thumbs: 0,
  notes: [],
}
