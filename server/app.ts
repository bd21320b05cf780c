import { join } from 'node:path'
import { migrations } from '../migrations/index.ts'
import { checkOwnedRow } from './auth/check-owned-row.ts'
import { forgetCredentials } from './auth/forget-credentials.ts'
import { identifyWith } from './auth/identify.ts'
import { closeInstaller } from './auth/installer.ts'
import { openOutbox } from './auth/outbox.ts'
import { openUsage } from './auth/usage.ts'
import { systemClock } from './base/clock.ts'
import { hashPassword, verifyPassword } from './base/crypto.ts'
import { type Log, openLog } from './base/log.ts'
import { openCatalog } from './collections/catalog.ts'
import { installSystemCollections } from './collections/system.ts'
import { type Config, ID_TOKEN_LEEWAY } from './config.ts'
import { diskStore } from './files/disk.ts'
import { liveStore } from './files/live-store.ts'
import { openThumbs } from './files/thumbs.ts'
import { hookTable } from './hooks/hook-table.ts'
import { incomingIp } from './http/client-ip.ts'
import type { HttpHouse } from './http/house.ts'
import { type HttpApp, responder } from './http/respond.ts'
import { router } from './http/router.ts'
import { type RealtimeDoor, realtimeDoor } from './http/routes/realtime.ts'
import { openHub } from './realtime/hub.ts'
import { changeListeners } from './records/change.ts'
import { FileKeeper } from './records/file-keeper.ts'
import type { House } from './records/house.ts'
import { openSettings } from './settings/live-settings.ts'
import type { StorageDialect } from './storage/dialect.ts'
import { migrate } from './storage/migrate.ts'
import { sqlite } from './storage/sqlite.ts'

/** A whole Dapur in this process, without a socket. */
export interface App {
  readonly house: HttpHouse
  /** Answers requests; `app.fetch(new Request(…))` in tests, a socket in `serve`. */
  readonly fetch: HttpApp['fetch']
  /** Lets WebSockets in. */
  readonly realtime: RealtimeDoor
  /** Finish what was started, and close the data. */
  close(): Promise<void>
}

/** What an app is opened with. */
export interface AppOptions
  extends
    Pick<Config, 'dir' | 'durability' | 'origins' | 'logLevel'>,
    Partial<Pick<Config, 'hooks' | 'hookDeadline' | 'privateEndpoints' | 'idTokenLeeway'>> {
  /** How data is kept; SQLite when nothing is said. */
  readonly dialect?: StorageDialect
  /** Where mails are shown while SMTP is off; on standard output when nothing is said, unless it is to be silent. */
  readonly printMail?: (text: string) => void
}

/**
 * Open the data, bring it up to date, and put the rooms together.
 *
 * Errors: plain Errors for data that cannot be opened.
 *
 * @example const app = await openApp({ dir: './data', durability: 'full', origins: ['*'], logLevel: 'info' })
 */
export async function openApp(options: AppOptions): Promise<App> {
  const house = await openHouse(options)
  const usage = openUsage(house)
  const outbox = openOutbox(house, { print: options.printMail ?? printMailAt(options.logLevel) })
  const hub = await openHub(house)
  const tmp = join(options.dir, 'tmp')
  const fileKeeper = new FileKeeper(house)
  const http: HttpHouse = {
    ...house,
    outbox,
    hub,
    tmp,
    thumbs: openThumbs({ store: house.files, folder: tmp, log: house.log }),
    fileKeeper,
    privateEndpoints: options.privateEndpoints !== 'deny',
    idTokenLeeway: options.idTokenLeeway ?? ID_TOKEN_LEEWAY,
    respond: responder(options.origins),
    identify: identifyWith(house, usage),
  }
  house.onDelete.add((work, deleted) => hub.beforeDelete(work, deleted))
  const realtime = realtimeDoor(hub, {
    origins: options.origins,
    log: house.log,
    addressOf: (request) => incomingIp(house.settings.current.trustedProxy, request),
  })
  outbox.start()
  fileKeeper.start()
  return {
    house: http,
    fetch: router(http).fetch,
    realtime,
    async close() {
      await realtime.close()
      await outbox.close()
      await fileKeeper.close()
      await usage.close()
      await house.storage.close()
    },
  }
}

function printMailAt(level: AppOptions['logLevel']): (text: string) => void {
  return level === 'silent' ? () => undefined : (text) => console.log(text)
}

/** The house of the verbs alone: enough for commands that work beside a running server. */
export async function openHouse({
  dir,
  durability,
  logLevel,
  hooks,
  hookDeadline,
  dialect = sqlite,
}: Omit<AppOptions, 'origins' | 'printMail' | 'privateEndpoints' | 'idTokenLeeway'>): Promise<House> {
  const log: Log = openLog(logLevel)
  const storage = await dialect.open({ dir, durability })
  const clock = systemClock
  await migrate(storage, migrations)
  const catalog = await openCatalog(storage)
  await installSystemCollections({ storage, catalog, clock })
  const table = hookTable(hooks, hookDeadline)
  for (const collection of table.collections) {
    if (!catalog.current.find(collection))
      log.warn({ collection }, 'there is a hook for a collection that is not there')
  }
  const settings = await openSettings({ storage, catalog })
  return {
    storage,
    catalog,
    settings,
    files: liveStore(diskStore(join(dir, 'storage')), () => {
      const { s3 } = settings.current
      return s3.enabled ? s3 : undefined
    }),
    arriving: new Set(),
    hooks: table,
    clock,
    log,
    changes: changeListeners(),
    onInsert: new Set([closeInstaller, checkOwnedRow]),
    onUpdate: new Set([checkOwnedRow]),
    onDelete: new Set([forgetCredentials]),
    hashPassword,
    verifyPassword,
  }
}
