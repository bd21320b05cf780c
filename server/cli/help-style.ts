import { styleText } from 'node:util'
import type { Command } from 'commander'

/**
 * Give a command and all under it colours in their help, where the terminal has some.
 *
 * @example styleHelp(program)
 */
export function styleHelp(command: Command): void {
  command.configureHelp({
    styleTitle: (text) => styleText('bold', text),
    styleCommandText: (text) => styleText('cyan', text),
    styleSubcommandText: (text) => styleText('cyan', text),
    styleOptionText: (text) => styleText('cyan', text),
    styleArgumentText: (text) => styleText('cyan', text),
  })
  command.showHelpAfterError('(add --help for what can be said)')
  for (const inner of command.commands) styleHelp(inner)
}
