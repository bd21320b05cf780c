import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { migrations } from '../../../migrations/index.ts'
import { type Config, type Flags, loadConfig } from '../../config.ts'
import { openDataDir } from '../../storage/data-dir.ts'
import { migrate, migrationStates } from '../../storage/migrate.ts'
import { sqlite } from '../../storage/sqlite.ts'
import type { Storage } from '../../storage/dialect.ts'
import { withDataOptions } from '../options.ts'

interface MigrateFlags extends Flags {
  readonly json?: boolean
}

/** `dapur migrate …`: the tables of the platform itself; those of collections follow their definitions. */
export function migrateCommand(): Command {
  const command = new Command('migrate').description("the version of the platform's own tables")
  withDataOptions(command.command('status'))
    .description('which migrations have run; works beside a running server')
    .option('--json', 'the list as JSON on standard output')
    .addHelpText('after', '\nEnds with 1 while some are pending.')
    .action(async ({ json, ...flags }: MigrateFlags) => {
      process.exitCode = await showStatus(await loadConfig(flags), json === true)
    })
  withDataOptions(command.command('up'))
    .description('run those that are pending; `serve` does so, too')
    .addHelpText(
      'after',
      '\nEach runs in a transaction of its own. There is no way down: make a backup before.',
    )
    .action(async (flags: Flags) => runPending(await loadConfig(flags)))
  return command
}

async function showStatus(config: Config, isForPrograms: boolean): Promise<number> {
  const states = await withStorage(config, (storage) => migrationStates(storage, migrations))
  if (isForPrograms) console.log(JSON.stringify(states, null, 2))
  else for (const { name, ranAt } of states) console.log(lineOf(name, ranAt))
  return states.every(({ ranAt }) => ranAt !== undefined) ? 0 : 1
}

function lineOf(name: string, ranAt: string | undefined): string {
  return ranAt === undefined
    ? `${styleText('yellow', '!')} ${name}  pending`
    : `${styleText('green', '✔')} ${name}  ${ranAt}`
}

async function runPending(config: Config): Promise<void> {
  const dataDir = openDataDir(config.dir)
  try {
    const done = await withStorage(config, (storage) => migrate(storage, migrations))
    console.log(done.length === 0 ? 'Nothing was pending.' : `Done: ${done.join(', ')}.`)
  } finally {
    dataDir.release()
  }
}

/** Errors: a plain Error where there are no data yet, rather than making some. */
async function withStorage<T>(config: Config, use: (storage: Storage) => Promise<T>): Promise<T> {
  if (!existsSync(join(config.dir, 'data.db')))
    throw new Error(`There are no data in ${config.dir} yet: the first start of the server makes them.`)
  const storage = await sqlite.open(config)
  try {
    return await use(storage)
  } finally {
    await storage.close()
  }
}
