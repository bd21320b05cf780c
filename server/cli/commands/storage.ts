import { join } from 'node:path'
import { Command, Option } from 'commander'
import { openHouse } from '../../app.ts'
import { systemClock } from '../../base/clock.ts'
import { apiError } from '../../base/error.ts'
import { type Config, type Flags, loadConfig } from '../../config.ts'
import { diskStore } from '../../files/disk.ts'
import type { FileStore } from '../../files/file-store.ts'
import { s3Store } from '../../files/s3.ts'
import { copyFiles, type MoveProgress, type MoveReport, removeFiles } from '../../ops/move-files.ts'
import type { House } from '../../records/house.ts'
import { checkSettings } from '../../settings/check-settings.ts'
import type { S3Settings } from '../../settings/settings.ts'
import { updateSettings } from '../../settings/update-settings.ts'
import { openDataDir } from '../../storage/data-dir.ts'
import { withDataOptions } from '../options.ts'
import { progressView } from '../progress.ts'

interface MoveOrder {
  readonly to: 's3' | 'disk'
  readonly keep?: boolean
  readonly json?: boolean
}

/** What `--json` prints. */
interface Moved extends MoveReport {
  readonly to: 's3' | 'disk'
  /** Do the settings say so now? */
  readonly isSwitched: boolean
  /** Are the files gone from where they were? */
  readonly isRemoved: boolean
}

/** `dapur storage move`: while the server is stopped. */
export function storageCommand(): Command {
  const command = new Command('storage').description('where the files of records are kept')
  withDataOptions(command.command('move'))
    .description('move all files of records to the bucket of the settings, or back to the disk')
    .addOption(new Option('--to <store>', 'where to').choices(['s3', 'disk']).makeOptionMandatory())
    .option('--keep', 'leave the files where they were, too')
    .option('--json', 'the outcome as JSON on standard output')
    .addHelpText('after', HELP)
    .action(moveCommand)
  return command
}

const HELP = `
Stop the server first: while it runs, this is refused. Put the bucket into the settings ("s3", it may still be
disabled) or into DAPUR_SETTINGS_S3_… before. Every file is read back and compared; then the setting "s3.enabled"
is switched, and last the files are removed from where they were. It may be stopped at any time: say it again, and
it goes on where it was.`

async function moveCommand({ to, keep, json, ...flags }: MoveOrder & Flags): Promise<void> {
  const config = await loadConfig(flags)
  const dataDir = openDataDir(config.dir)
  try {
    const house = await openHouse({
      ...config,
      hooks: [],
      logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel,
    })
    try {
      const moved = await move(house, config, { to, keep: keep === true })
      console.log(json ? JSON.stringify(moved, null, 2) : sentence(moved))
      if (!moved.isSwitched) process.exitCode = 1
    } finally {
      await house.storage.close()
    }
  } finally {
    dataDir.release()
  }
}

async function move(
  house: House,
  { dir }: Config,
  { to, keep }: Pick<Required<MoveOrder>, 'to' | 'keep'>,
): Promise<Moved> {
  const disk = diskStore(join(dir, 'storage'))
  const bucket = s3Store(bucketOf(house))
  const [from, target]: readonly [FileStore, FileStore] = to === 's3' ? [disk, bucket] : [bucket, disk]
  const collections = house.catalog.current.all.filter(({ type }) => type !== 'view').map(({ id }) => id)
  const view = await progressView({ clock: systemClock, title: 'Looking for files', sentence: progress })
  const options = { from, to: target, collections, tmp: join(dir, 'tmp'), signal: stopOnSignal() }
  const report = await copyFiles({ ...options, onProgress: view.show }).catch((error: unknown) => {
    view.stop('Stopped: nothing was removed. Say it again to go on.')
    throw error
  })
  view.stop('Copied.')
  const isSwitched = await switchTo(house, to)
  const isRemoved = isSwitched && !keep
  if (isRemoved) await removeFiles(from, collections)
  return { to, ...report, isSwitched, isRemoved }
}

/** The bucket of the settings, checked as if it were in use. Errors: `validation_failed` with what is missing. */
function bucketOf({ settings }: House): S3Settings {
  const s3 = { ...settings.current.s3, enabled: true }
  const faults = checkSettings({ ...settings.current, s3 })['s3']
  if (faults) throw apiError('validation_failed', {}, { data: { s3: faults } })
  return s3
}

/** From the next start on files are read there; false where the process's configuration says otherwise. */
async function switchTo(house: House, to: MoveOrder['to']): Promise<boolean> {
  const enabled = to === 's3'
  const { current, fixed } = house.settings
  if (current.s3.enabled === enabled) return true
  if (fixed.sources.has('s3.enabled')) return false
  await updateSettings(house, { s3: { enabled } })
  return true
}

/** A signal stops it between two files. */
function stopOnSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => controller.abort(new Error('The move was stopped.')))
  return controller.signal
}

function progress({ done, total, files }: MoveProgress): string {
  const [now, of] = [done, total].map((bytes) => (bytes / 1024 / 1024).toFixed(1))
  return `${files.toLocaleString('en-US')} files, ${now} of ${of} MiB`
}

function sentence({ to, copied, already, isSwitched, isRemoved }: Moved): string {
  const place = to === 's3' ? 'the bucket' : 'the disk'
  const more = already > 0 ? ` (${already.toLocaleString('en-US')} were there already)` : ''
  const files = `${(copied + already).toLocaleString('en-US')} files are in ${place}${more}.`
  if (!isSwitched)
    return `${files} Nothing was removed: "s3.enabled" is fixed by the configuration. Change it there, and say this again.`
  return isRemoved
    ? `${files} They are gone from where they were.`
    : `${files} They were left where they were, too.`
}
