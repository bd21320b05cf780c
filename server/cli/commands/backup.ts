import { rm } from 'node:fs/promises'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { formatTime, systemClock } from '../../base/clock.ts'
import { type Flags, loadConfig } from '../../config.ts'
import type { ArchiveSummary } from '../../ops/backups/archive-work.ts'
import { listBackups } from '../../ops/backups/list-backups.ts'
import { requestBackup } from '../../ops/backups/request-backup.ts'
import { verifyArchive } from '../../ops/backups/verify-archive.ts'
import { backupView } from '../backup-progress.ts'
import { type BackupTask, deskOfCommand, locateArchive, restoreInto, withBackups } from '../backup-work.ts'

interface BackupFlags extends Flags {
  readonly json?: boolean
  readonly yes?: boolean
}

/** `dapur backup …`: `restore` needs the server to be stopped, all else works beside it. */
export function backupCommand(): Command {
  const command = new Command('backup').description('make, list, verify and restore backups')
  const sub = (name: string, description: string): Command =>
    command
      .command(name)
      .description(description)
      .option('--dir <dir>', 'where the data lives (DAPUR_DIR, default ./data)')
      .option(
        '--config <file>',
        'the configuration file (DAPUR_CONFIG, default hono.config.ts in this folder)',
      )
      .option('--log-level <level>', 'debug, info, warn, error or silent (DAPUR_LOG_LEVEL)')
      .option('--json', 'the outcome as JSON on standard output')
      .addHelpText('after', '\nEnds with 0 when all went well, and with 1 when not.')
  sub('create', 'make a backup, beside a running server if there is one')
    .argument('[name]', 'a-z, 0-9, "_" and "-", with ".zip" at the end; made up when it is left out')
    .action((name: string | undefined, flags: BackupFlags) => act(flags, (task) => create(task, name)))
  sub('list', 'show the backups that are kept').action((flags: BackupFlags) => act(flags, list))
  sub('verify', 'read an archive whole: hashes, databases, files; touches no data')
    .argument('<archive>', 'a file, or the name of a backup')
    .action((given: string, flags: BackupFlags) => act(flags, (task) => verify(task, given)))
  sub('restore', 'put the data of an archive in the place of all that is there; the server has to be stopped')
    .argument('<archive>', 'a file, or the name of a backup')
    .option('--yes', 'do not ask')
    .action((given: string, flags: BackupFlags) => act(flags, (task) => restore(task, given, flags)))
  return command
}

/** What a command has to say when it is done: for programs, and for people. */
interface Outcome {
  readonly json: object
  readonly lines: readonly string[]
}

async function act(flags: BackupFlags, work: (task: BackupTask) => Promise<Outcome>): Promise<void> {
  const { json: _json, yes: _yes, ...rest } = flags
  const config = await loadConfig({ ...rest, logLevel: flags.logLevel ?? 'silent' })
  const view = await backupView(systemClock)
  try {
    const { json, lines } = await work({ config, tell: view.tell, desk: deskOfCommand(config) })
    view.stop('Done.')
    console.log(flags.json ? JSON.stringify(json, null, 2) : lines.join('\n'))
  } catch (error) {
    view.stop('Stopped.')
    if (!flags.json) throw error
    const message = error instanceof Error ? error.message : String(error)
    console.log(JSON.stringify({ error: message }, null, 2))
    process.exitCode = 1
  }
}

async function create(task: BackupTask, name: string | undefined): Promise<Outcome> {
  return withBackups(task, async (house) => {
    const key = await requestBackup(house, name === undefined ? {} : { name }, task.tell)
    const made = (await listBackups(house)).find((backup) => backup.key === key)
    const size = made?.size ?? 0
    return { json: { key, size }, lines: [`Made and verified ${styleText('bold', key)}, ${bytes(size)}.`] }
  })
}

async function list(task: BackupTask): Promise<Outcome> {
  const backups = await withBackups(task, listBackups)
  const json = backups.map(({ key, size, modified }) => ({ modified: formatTime(modified), key, size }))
  const lines = json.map(({ modified, key, size }) => `${modified}  ${bytes(size).padStart(16)}  ${key}`)
  return { json, lines: lines.length > 0 ? lines : ['There are no backups.'] }
}

async function verify(task: BackupTask, given: string): Promise<Outcome> {
  const { path, folder, fetched } = await locateArchive(task, given)
  try {
    const summary = await verifyArchive({ path, folder, tell: task.tell, signal: task.desk.signal })
    return { json: summary, lines: [`${styleText('bold', given)} is whole.`, ...summaryLines(summary)] }
  } finally {
    if (fetched) await rm(path, { force: true })
  }
}

async function restore(task: BackupTask, given: string, flags: BackupFlags): Promise<Outcome> {
  await confirm(task, flags)
  const summary = await restoreInto(task, given)
  return { json: summary, lines: [`Restored ${styleText('bold', given)}.`, ...summaryLines(summary)] }
}

/** Only somebody who sits there can answer; a script knows what it does. */
async function confirm({ config }: BackupTask, { yes, json }: BackupFlags): Promise<void> {
  if (yes || json || !process.stdin.isTTY || !process.stderr.isTTY) return
  const { confirm: ask } = await import('@clack/prompts')
  const message = `All data in ${config.dir} will be those of the backup. Go on?`
  if ((await ask({ message, output: process.stderr, initialValue: false })) !== true)
    throw new Error('Nothing was changed.')
}

function summaryLines({ created, entries, bytes: size, missing, files, versions }: ArchiveSummary): string[] {
  return [
    `  made      ${created}`,
    `  entries   ${entries.toLocaleString('en-US')}, ${bytes(size)}`,
    `  files     ${files === 's3' ? 'in a bucket, so not in here' : 'in here'}`,
    `  schema    ${versions.migrations.at(-1) ?? ''}`,
    ...(missing > 0
      ? [`  missing   ${missing} files that records name were not there when it was made`]
      : []),
  ]
}

function bytes(size: number): string {
  return `${size.toLocaleString('en-US')} bytes`
}
