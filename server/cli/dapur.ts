import { Command } from 'commander'
import { ApiError } from '../base/error.ts'
import { isProblem, type ProblemTree } from '../base/problem.ts'
import { importCommand } from './commands/import.ts'
import { serveCommand } from './commands/serve.ts'
import { superuserCommand } from './commands/superuser.ts'

/**
 * Run one command line. Mistakes of the caller are one clear line on standard error and exit code 1; anything
 * else is shown whole.
 *
 * @example await runCommand(['node', 'dapur', 'serve', '--port', '8091'])
 */
export async function runCommand(argv: readonly string[]): Promise<void> {
  const program = new Command('dapur')
    .description('Dapur: collections, rules, sign-in, files and realtime on one SQLite file.')
    .showHelpAfterError('(add --help for what can be said)')
    .addCommand(serveCommand())
    .addCommand(superuserCommand())
    .addCommand(importCommand())
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
