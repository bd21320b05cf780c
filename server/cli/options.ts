import type { Command } from 'commander'

/** What every command that opens the data takes. */
export function withDataOptions(command: Command): Command {
  return command
    .option('--dir <dir>', 'where the data lives (DAPUR_DIR, default ./data)')
    .option('--config <file>', 'the configuration file (DAPUR_CONFIG, default hono.config.ts in this folder)')
    .option(
      '--durability <level>',
      'full: acknowledged writes survive a power cut; normal: a crash (DAPUR_DURABILITY)',
    )
    .option('--log-level <level>', 'debug, info, warn, error or silent (DAPUR_LOG_LEVEL)')
}
