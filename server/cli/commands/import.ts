import { Command, Option } from 'commander'
import { systemClock } from '../../base/clock.ts'
import { type Flags, loadConfig } from '../../config.ts'
import { importPocketbase } from '../../ops/import-pocketbase.ts'
import { ImportRefusal } from '../../ops/import-refusal.ts'
import type { ImportReport } from '../../ops/import-report.ts'
import { importProgress } from '../import-progress.ts'
import { reportLines } from '../import-report.ts'

interface ImportFlags extends Flags {
  readonly dryRun?: boolean
  readonly skipBrokenViews?: boolean
  readonly encryptionKeyEnv?: string
  readonly json?: boolean
}

/** Everything was taken as it was. */
const COMPLETE = 0
/** Nothing was written. */
const REFUSED = 1
/** Done, but some records were left out or changed; the report says which. */
const INCOMPLETE = 2

/** `dapur import`: data of other servers, into an empty data directory that no server uses. */
export function importCommand(): Command {
  const command = new Command('import').description('bring data from elsewhere into an empty data directory')
  command
    .command('pocketbase')
    .description('collections, records, files, settings and accounts of a PocketBase 0.23 or later')
    .argument('<pb_data>', 'its data directory; only read')
    .option('--dir <dir>', 'where the data shall live (DAPUR_DIR, default ./data)')
    .option('--config <file>', 'the configuration file (DAPUR_CONFIG, default hono.config.ts in this folder)')
    .option('--dry-run', 'only say what would be imported')
    .option('--encryption-key-env <name>', 'the variable that holds the key of encrypted settings')
    .option('--skip-broken-views', 'leave out views that do not work here')
    .option('--json', 'the report as JSON on standard output')
    .addHelpText(
      'after',
      '\nEnds with 0 when all was taken, 1 when nothing was, 2 when something was left out.',
    )
    .action(async (source: string, flags: ImportFlags) => {
      process.exitCode = await runImport(source, flags)
    })
  return command
}

async function runImport(source: string, flags: ImportFlags): Promise<number> {
  try {
    const report = await importWithProgress(source, flags)
    console.log(flags.json ? JSON.stringify(report, null, 2) : reportLines(report).join('\n'))
    return report.isComplete ? COMPLETE : INCOMPLETE
  } catch (error) {
    if (!flags.json || !(error instanceof ImportRefusal)) throw error
    console.log(JSON.stringify({ refused: error.reasons }, null, 2))
    return REFUSED
  }
}

async function importWithProgress(source: string, flags: ImportFlags): Promise<ImportReport> {
  const { dir } = await loadConfig({
    ...(flags.dir === undefined ? {} : { dir: flags.dir }),
    ...(flags.config === undefined ? {} : { config: flags.config }),
  })
  const stopping = stopOnSignal()
  const view = await importProgress(systemClock)
  try {
    const report = await importPocketbase({
      source,
      target: dir,
      isDryRun: flags.dryRun === true,
      skipBrokenViews: flags.skipBrokenViews === true,
      encryptionKey: keyOf(flags.encryptionKeyEnv),
      onProgress: view.show,
      signal: stopping,
    })
    view.stop('Done.')
    return report
  } catch (error) {
    view.stop('Stopped.')
    throw error
  }
}

/** The first signal undoes the import; a second one ends the process at once, which loses nothing either. */
function stopOnSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => controller.abort(new Error('The import was stopped: nothing was imported.')))
  }
  return controller.signal
}

/** Commander reads variables for its options, so the environment stays out of here. */
function keyOf(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined
  const reader = new Command().addOption(new Option('--key <text>').env(variable))
  const key: unknown = reader.parse([], { from: 'user' }).getOptionValue('key')
  if (typeof key === 'string') return key
  throw new Error(`There is no environment variable ${variable}, so the settings cannot be decrypted.`)
}
