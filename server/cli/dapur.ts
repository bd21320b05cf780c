import { Command } from 'commander'
import { ApiError } from '../base/error.ts'
import { isProblem, type ProblemTree } from '../base/problem.ts'
import { backupCommand } from './commands/backup.ts'
import { doctorCommand } from './commands/doctor.ts'
import { importCommand } from './commands/import.ts'
import { migrateCommand } from './commands/migrate.ts'
import { rulesCommand } from './commands/rules.ts'
import { serveCommand } from './commands/serve.ts'
import { storageCommand } from './commands/storage.ts'
import { superuserCommand } from './commands/superuser.ts'
import { typesCommand } from './commands/types.ts'
import { styleHelp } from './help-style.ts'
import { versionText } from './version.ts'

/**
 * Run one command line. Mistakes of the caller are one clear line on standard error and exit code 1; anything
 * else is shown whole.
 *
 * @example await runCommand(['node', 'dapur', 'serve', '--port', '8091'])
 */
export async function runCommand(argv: readonly string[]): Promise<void> {
  const program = new Command('dapur')
    .description('Dapur: collections, rules, sign-in, files and realtime on one SQLite file.')
    .version(versionText(), '-v, --version', 'say which version this is')
    .addCommand(serveCommand())
    .addCommand(superuserCommand())
    .addCommand(backupCommand())
    .addCommand(importCommand())
    .addCommand(rulesCommand())
    .addCommand(storageCommand())
    .addCommand(migrateCommand())
    .addCommand(doctorCommand())
    .addCommand(typesCommand())
  styleHelp(program)
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    console.error(explain(error))
    process.exitCode = 1
  }
}

function explain(error: unknown): string {
  if (error instanceof ApiError) return [error.message, ...problemLines(error.data)].join('\n')
  if (error instanceof Error) return error.message
  return String(error)
}

function problemLines(tree: ProblemTree, path: string = ''): string[] {
  return Object.entries(tree).flatMap(([key, node]) => {
    const name = path === '' ? key : `${path}.${key}`
    return isProblem(node) ? [`  ${name}: ${node.message}`] : problemLines(node, name)
  })
}
