import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { asSuperuser, type Superuser } from './as-superuser.ts'
import { type ServerProcess, startServer } from './server-process.ts'

export interface LongReaderOptions {
  readonly dir: string
  /** So long it takes at least, with as many writes as belong to it. */
  readonly seconds: number
  /** Most writes; a machine that makes fewer takes longer. */
  readonly perSecond: number
  /** The largest that the WAL may become, in MiB. */
  readonly mostMiB: number
  /** The fault that a control plants: a reader that holds one state of the data for as long as it reads. */
  readonly plant?: 'snapshot' | undefined
}

export interface LongReaderResult {
  /** By the metric, in MiB. */
  readonly largestMiB: number
  readonly writes: number
  /** What the slow reader took, in MiB. */
  readonly readMiB: number
  /** A line for everything that must not be. */
  readonly faults: readonly string[]
}

type Call = Superuser['call']

const MiB = 1024 * 1024
const ROWS = 1000
const BYTES = 4096
const PER_BATCH = 50
const NOTES = '/api/collections/notes/records'

/**
 * An export whose reader is slow goes on, again and again, while records are rewritten: the WAL must stay small, and
 * the metric must say how large it is.
 *
 * @example await runLongReader({ dir, seconds: 600, perSecond: 1000, mostMiB: 256 })
 */
export async function runLongReader(options: LongReaderOptions): Promise<LongReaderResult> {
  const server = await startServer({ dir: options.dir, durability: 'normal' })
  try {
    const superuser = await asSuperuser(server.url)
    await fill(superuser.call)
    return await watch(server, superuser, options)
  } finally {
    await server.kill()
  }
}

async function watch(
  server: ServerProcess,
  { token, call }: Superuser,
  { dir, seconds, perSecond, mostMiB, plant }: LongReaderOptions,
): Promise<LongReaderResult> {
  const release = plant === 'snapshot' ? holdSnapshot(join(dir, 'data.db')) : undefined
  const stop = new AbortController()
  const taken = { bytes: 0 }
  const broken: string[] = []
  const reading = readSlowly(server, token, taken, stop.signal).catch((error: unknown) =>
    broken.push(String(error)),
  )
  let [largest, writes] = [0, 0]
  try {
    while (writes < seconds * perSecond) {
      const [bytes] = await Promise.all([
        walBytes(call),
        rewrite(call, writes),
        sleep((PER_BATCH / perSecond) * 1000),
      ])
      writes += PER_BATCH
      largest = Math.max(largest, bytes)
    }
  } finally {
    stop.abort()
    release?.()
  }
  await reading
  const figures = { largestMiB: largest / MiB, writes, readMiB: taken.bytes / MiB }
  return { ...figures, faults: [...broken, ...faultsOf(figures, mostMiB)] }
}

function faultsOf({ largestMiB, readMiB }: Omit<LongReaderResult, 'faults'>, mostMiB: number): string[] {
  const faults: string[] = []
  if (largestMiB > mostMiB) faults.push(`the WAL became ${largestMiB.toFixed(0)} MiB large`)
  if (largestMiB === 0) faults.push('the metric says nothing of the WAL')
  if (readMiB === 0) faults.push('the export brought nothing')
  return faults
}

/** Another process of the house could do this, and no checkpoint passes what it sees. */
function holdSnapshot(file: string): () => void {
  const db = new Database(file, { readonly: true })
  db.exec('BEGIN')
  db.prepare('SELECT count(*) FROM sqlite_schema').get()
  return () => db.close()
}

/** One export after another, a piece every 50 ms. Errors: an Error for an export that is refused or breaks off. */
async function readSlowly(
  { url }: ServerProcess,
  token: string,
  taken: { bytes: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) await readOnce(`${url}${NOTES}/export?format=ndjson`, token, taken, signal)
}

function readOnce(url: string, token: string, taken: { bytes: number }, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => (signal.aborted ? resolve() : reject(error))
    const asked = request(url, { headers: { authorization: token }, signal }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`the export answered ${answer.statusCode}`))
      answer.on('error', fail).on('end', resolve)
      answer.on('data', (piece: Buffer) => {
        taken.bytes += piece.length
        answer.pause()
        setTimeout(() => answer.resume(), 50)
      })
    })
    asked.on('error', fail).end()
  })
}

function idOf(row: number): string {
  return `note${String(row % ROWS).padStart(11, '0')}`
}

async function fill(call: Call): Promise<void> {
  await call('PATCH', '/api/settings', { batch: { enabled: true, maxRequests: PER_BATCH } })
  const fields = [{ name: 'text', type: 'text', max: BYTES }]
  await call('POST', '/api/collections', { name: 'notes', type: 'base', fields })
  for (let row = 0; row < ROWS; row += PER_BATCH)
    await batch(call, (place) => ({
      method: 'POST',
      url: NOTES,
      body: { id: idOf(row + place), text: 'x'.repeat(BYTES) },
    }))
}

async function rewrite(call: Call, from: number): Promise<void> {
  await batch(call, (place) => ({
    method: 'PATCH',
    url: `${NOTES}/${idOf(from + place)}`,
    body: { text: `${from} `.repeat(BYTES).slice(0, BYTES).trim() },
  }))
}

async function batch(call: Call, part: (place: number) => object): Promise<void> {
  const requests = Array.from({ length: PER_BATCH }, (_, place) => part(place))
  await call('POST', '/api/batch', { requests })
}

async function walBytes(call: Call): Promise<number> {
  const said = /^dapur_storage_wal_bytes(?:\{[^}]*\})? (\S+)$/m.exec(await call('GET', '/api/metrics'))
  return Number(said?.[1] ?? 0)
}
