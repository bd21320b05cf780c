import { styleText } from 'node:util'
import { Command } from 'commander'
import { type App, openApp } from '../../app.ts'
import { openInstaller } from '../../auth/installer.ts'
import { ensureSuperuser } from '../../auth/superusers.ts'
import { type Config, type Flags, loadConfig } from '../../config.ts'
import type { HttpHouse } from '../../http/house.ts'
import { type DataDir, openDataDir } from '../../storage/data-dir.ts'
import { withDataOptions } from '../options.ts'
import { listen } from '../listen.ts'
import { startRefusal } from '../start-refusal.ts'

/** `dapur serve`. */
export function serveCommand(): Command {
  const command = withDataOptions(new Command('serve').description('start the server'))
    .option('--host <host>', 'the address to listen on (DAPUR_HOST, default 127.0.0.1)')
    .option('--port <port>', 'the port; 0 takes a free one (DAPUR_PORT, default 8090)')
    .option(
      '--origins <list>',
      'origins that may read answers in a browser, comma separated (DAPUR_ORIGINS, default *)',
    )
    .option(
      '--private-endpoints <choice>',
      'allow or deny endpoints of OAuth2 providers on private addresses (DAPUR_PRIVATE_ENDPOINTS, default allow)',
    )
    .option(
      '--public-dir <dir>',
      'the folder of a site that is served beside the API (DAPUR_PUBLIC_DIR, default ./public when it is there)',
    )
    .option(
      '--index-fallback <choice>',
      'on or off: its index.html answers for what is not in it (DAPUR_INDEX_FALLBACK, default on)',
    )
    .option('--types <file>', 'keep the TypeScript types of the collections in this file (DAPUR_TYPES)')
    .option('--compression <choice>', 'on or off: compress large answers (DAPUR_COMPRESSION, default on)')
  return command.action((flags: Flags) => startServer(flags))
}

async function startServer(flags: Flags): Promise<void> {
  const config = await loadConfig(flags)
  const { dataDir, app } = await openHouse(config)
  const server = await listen(app, config)
  // Before the word is out that it is ready: whoever hears it may send a signal at once.
  stopOnSignal(async () => {
    await server.close()
    await app.close()
    dataDir.release()
  })
  console.log(await greeting(app.house, server.address, config))
}

async function openHouse(config: Config): Promise<{ readonly dataDir: DataDir; readonly app: App }> {
  try {
    const dataDir = openDataDir(config.dir)
    const app = await openApp(config)
    if (config.superuser) await ensureSuperuser(app.house, config.superuser)
    return { dataDir, app }
  } catch (error) {
    throw startRefusal(error, config.dir)
  }
}

async function greeting(house: HttpHouse, address: string, config: Config): Promise<string> {
  const token = await openInstaller(house)
  const lines = [
    `${styleText('bold', 'Dapur')} is ready at ${styleText('cyan', address)}`,
    `  admin  ${styleText('cyan', `${address}/_/`)}`,
    `  data   ${config.dir}`,
  ]
  if (token === undefined) return lines.join('\n')
  return [
    ...lines,
    '',
    'There is no superuser yet. Create the first one here (the link works once, for 30 minutes):',
    `  ${address}/_/#/install/${token}`,
    `or with: ${COMMAND} superuser create EMAIL`,
  ].join('\n')
}

/** How a command is given: in a checkout there is no `dapur` on the path. */
const COMMAND = import.meta.url.endsWith('.ts') ? 'npm run dapur --' : 'dapur'

/** How long a stop may take before the process leaves anyway. */
const LONGEST_STOP_MS = 4500

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref()
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
}
