import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { migrations } from '../migrations/index.ts'
import { checkOwnedRow } from './auth/check-owned-row.ts'
import { forgetCredentials } from './auth/forget-credentials.ts'
import { identifyWith } from './auth/identify.ts'
import { closeInstaller } from './auth/installer.ts'
import { openOutbox } from './auth/outbox.ts'
import { openUsage } from './auth/usage.ts'
import { type Clock, systemClock } from './base/clock.ts'
import { hashPassword, verifyPassword } from './base/crypto.ts'
import { type FetchPublic, fetchPublic } from './base/fetch-public.ts'
import { type Log, openLog } from './base/log.ts'
import { openCatalog } from './collections/catalog.ts'
import { installSystemCollections } from './collections/system.ts'
import { type Config, ID_TOKEN_LEEWAY } from './config.ts'
import { diskStore } from './files/disk.ts'
import { liveStore } from './files/live-store.ts'
import { openThumbs } from './files/thumbs.ts'
import { hookTable } from './hooks/hook-table.ts'
import { tellRefused } from './http/answered.ts'
import { incomingIp } from './http/client-ip.ts'
import { compressor } from './http/compress.ts'
import type { Direct } from './http/direct.ts'
import type { HttpHouse } from './http/house.ts'
import { type HttpApp, responder } from './http/respond.ts'
import { entrances } from './http/router.ts'
import { type RealtimeDoor, realtimeDoor } from './http/routes/realtime.ts'
import { socketPlaces } from './http/socket-places.ts'
import { type Inside, openShell } from './http/shell.ts'
import type { Rebirth } from './ops/backups/backup-house.ts'
import { type Logs, openLogs } from './ops/logs/logs.ts'
import { backupLockOf, openBackupDesk } from './ops/backups/desk.ts'
import { openHealth } from './ops/health.ts'
import { platformJobs } from './ops/jobs/index.ts'
import { openJobs } from './ops/jobs.ts'
import { keepTypes } from './ops/keep-types.ts'
import { toJob } from './ops/own-job.ts'
import { openWebhooks } from './ops/webhooks/webhooks.ts'
import { withdrawAll } from './ops/webhooks/withdraw-all.ts'
import { loopDelay } from './ops/metrics/loop-delay.ts'
import { requestCounts } from './ops/metrics/request-counts.ts'
import { renewEpoch } from './realtime/epoch.ts'
import { openHub } from './realtime/hub.ts'
import { changeListeners } from './records/change.ts'
import { FileKeeper } from './records/file-keeper.ts'
import type { House } from './records/house.ts'
import { openSettings } from './settings/live-settings.ts'
import { openRateLimits } from './settings/rate-limits.ts'
import type { Storage, StorageDialect } from './storage/dialect.ts'
import { watchFileLock } from './storage/file-lock.ts'
import { migrate } from './storage/migrate.ts'
import { sqlite } from './storage/sqlite.ts'

/** A whole Dapur in this process, without a socket. A restored backup exchanges its inside; the app stays the same. */
export interface App {
  /** Another one after a restore: ask for it anew rather than keep it. */
  readonly house: HttpHouse
  /** Answers requests; `app.fetch(new Request(…))` in tests, a socket in `serve`. */
  readonly fetch: HttpApp['fetch']
  /** What `fetch` answers, straight from node:http; undefined for what has to go to `fetch`. */
  readonly direct: Direct
  /** Lets WebSockets in. */
  readonly realtime: RealtimeDoor
  /** Finish what was started, and close the data. */
  close(): Promise<void>
}

/** What an app is opened with. */
export interface AppOptions
  extends
    Pick<Config, 'dir' | 'durability' | 'origins' | 'logLevel'>,
    Partial<
      Pick<
        Config,
        | 'hooks'
        | 'hookDeadline'
        | 'jobs'
        | 'privateEndpoints'
        | 'idTokenLeeway'
        | 'fixedSettings'
        | 'sealKeys'
        | 'compression'
        | 'publicDir'
        | 'indexFallback'
        | 'types'
      >
    > {
  /** How data is kept; SQLite when nothing is said. */
  readonly dialect?: StorageDialect
  /** What time it is; a test may say. */
  readonly clock?: Clock
  /** How addresses that come from data are asked: on the public internet only, unless a test has nothing there. */
  readonly fetchPublic?: FetchPublic
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
  const backups = openBackupDesk(options.dir)
  const rebirth: Rebirth = {
    tryOut: (dir) => tryOutData({ ...options, dir }),
    reopen: (exchanging) => shell.reopen(exchanging),
    get log() {
      return shell.house.log
    },
  }
  const counts = { requests: requestCounts(), loopDelay: loopDelay() }
  const lasting: Lasting = { dir: options.dir, backups, rebirth, ...counts }
  const open = (): Promise<Inside> => openInside(options, lasting)
  const shell = await openShell({ open, origins: options.origins, signal: backups.signal })
  return {
    get house() {
      return shell.house
    },
    fetch: shell.fetch,
    direct: shell.direct,
    realtime: shell.realtime,
    async close() {
      await backups.close()
      await shell.close()
    },
  }
}

/**
 * Open data that are to be restored, bring them up to date, and close them: what fails here changes nothing yet. They
 * get another epoch, so that nobody believes to know their changes already (`realtime.md`), and webhooks nothing of theirs.
 *
 * Errors: plain Errors for data that cannot be opened.
 */
export async function tryOutData(options: HouseOptions): Promise<void> {
  const house = await openHouse({ ...options, hooks: [] })
  try {
    await renewEpoch(house)
    await withdrawAll(house)
  } finally {
    await house.storage.close()
  }
}

type Lasting = Pick<HttpHouse, 'dir' | 'backups' | 'rebirth' | 'requests' | 'loopDelay'>

/** What is opened once at the start, and again after each restore. */
async function openInside(options: AppOptions, lasting: Lasting): Promise<Inside> {
  const { house, logs } = await openLoggedHouse(options)
  const usage = openUsage(house)
  const outbox = openOutbox(house, { print: options.printMail ?? printMailAt(options.logLevel) })
  const hub = await openHub(house)
  const tmp = join(options.dir, 'tmp')
  const backupLock = watchFileLock(backupLockOf(options.dir))
  const fileKeeper = new FileKeeper(house, () => backupLock.isHeld())
  const health = openHealth({ ...house, dir: options.dir, durability: options.durability })
  const jobsHouse = { ...house, ...lasting, ...outgoingOf(options), outbox, logs, tmp }
  const jobs = openJobs(jobsHouse, [...(options.jobs ?? []).map(toJob), ...platformJobs])
  const webhooks = openWebhooks(jobsHouse)
  const http: HttpHouse = {
    ...jobsHouse,
    webhooks,
    ...frontOf(options, house.log),
    health,
    places: socketPlaces(() => house.settings.current.dapur.realtime.maxPerAddress),
    hub,
    jobs,
    thumbs: openThumbs({ store: house.files, folder: tmp, log: house.log }),
    fileKeeper,
    answered: [logs.listen, lasting.requests.listen],
    identify: identifyWith(house, usage),
  }
  house.onDelete.add((work, deleted) => hub.beforeDelete(work, deleted))
  const realtime = openDoor(http, options.origins)
  for (const part of [outbox, fileKeeper, health, jobs, webhooks]) part.start()
  if (options.types !== undefined) keepTypes(house, options.types)
  return {
    house: http,
    ...entrances(http),
    realtime,
    async close(ending) {
      await Promise.all([realtime.close(ending), http.thumbs.close()])
      await closeEach([jobs, webhooks, outbox, fileKeeper, health, backupLock, usage, logs, house.storage])
    },
  }
}

/** The house of the verbs, which also says what it says in the logs. */
async function openLoggedHouse(options: AppOptions): Promise<{ house: House; logs: Logs }> {
  const house = await openHouse(options)
  try {
    const logs = await openLogs(house)
    return { house: { ...house, log: logs.log }, logs }
  } catch (error) {
    await house.storage.close()
    throw error
  }
}

/** In this order: what is closed later is still used by what goes before it. */
async function closeEach(parts: readonly { close(): Promise<void> | void }[]): Promise<void> {
  for (const part of parts) await part.close()
}

type Outgoing = Pick<HttpHouse, 'privateEndpoints' | 'fetchPublic' | 'idTokenLeeway'>

/** How other servers are asked, and how far they are believed. */
function outgoingOf(options: AppOptions): Outgoing {
  return {
    privateEndpoints: options.privateEndpoints !== 'deny',
    fetchPublic: options.fetchPublic ?? fetchPublic,
    idTokenLeeway: options.idTokenLeeway ?? ID_TOKEN_LEEWAY,
  }
}

type Front = Pick<HttpHouse, 'respond' | 'compress' | 'publicDir' | 'indexFallback'>

/** How answers are written, and what is served beside the API. */
function frontOf({ origins, compression, publicDir, indexFallback }: AppOptions, log: Log): Front {
  const respond = responder(origins)
  return {
    respond,
    compress: compression === 'off' ? undefined : compressor(respond, log),
    publicDir,
    indexFallback: indexFallback !== 'off',
  }
}

function openDoor(http: HttpHouse, origins: readonly string[]): RealtimeDoor {
  const addressOf = (request: IncomingMessage): string =>
    incomingIp(http.settings.current.trustedProxy, request)
  return realtimeDoor(http.hub, {
    origins,
    log: http.log,
    addressOf,
    places: http.places,
    onRefused: (request, status, error) =>
      tellRefused(http, request, { status, error, ip: addressOf(request) }),
    isWithinLimits: (ip) =>
      http.rateLimits.allows({ isGuest: true, ip, method: 'GET', path: '/api/realtime' }),
  })
}

function printMailAt(level: AppOptions['logLevel']): (text: string) => void {
  return level === 'silent' ? () => undefined : (text) => console.log(text)
}

/** The house of the verbs alone: enough for commands that work beside a running server. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { dir, durability, dialect = sqlite } = options
  const storage = await dialect.open({ dir, durability })
  try {
    return await furnish(storage, options)
  } catch (error) {
    await storage.close()
    throw error
  }
}

type HouseOptions = Omit<AppOptions, 'origins' | 'printMail' | 'privateEndpoints' | 'idTokenLeeway'>

async function furnish(
  storage: Storage,
  { dir, logLevel, hooks, hookDeadline, fixedSettings, sealKeys, clock = systemClock }: HouseOptions,
): Promise<House> {
  const log: Log = openLog(logLevel)
  await migrate(storage, migrations)
  const catalog = await openCatalog(storage)
  await installSystemCollections({ storage, catalog, clock })
  const table = hookTable(hooks, hookDeadline)
  for (const collection of table.collections) {
    if (!catalog.current.find(collection))
      log.warn({ collection }, 'there is a hook for a collection that is not there')
  }
  const settings = await openSettings({ storage, catalog, fixed: fixedSettings, seal: sealKeys })
  return {
    storage,
    catalog,
    settings,
    rateLimits: openRateLimits({ settings, clock }),
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
