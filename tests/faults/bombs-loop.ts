import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { serverFlags } from '../../scripts/server-flags.mjs'
import { asSuperuser } from './as-superuser.ts'
import type { Bomb } from './bombs/bomb.ts'
import { p99Of, probeHealth } from './probe-health.ts'
import { watchMemory } from './process-memory.ts'
import { startServer } from './server-process.ts'

export interface BombsOptions {
  readonly dir: string
  readonly bombs: readonly Bomb[]
  /** In which every image is asked for. */
  readonly sizes: readonly string[]
  /** How long the health is looked at before, in ms. */
  readonly aloneMs: number
  /** How long the health may take at p99, in ms, whatever it took before; 100 when nothing is said. */
  readonly mostP99Ms?: number
  /** A module that the server loads first: the fault that a control plants. */
  readonly plant?: URL
}

export interface BombsResult {
  /** Bytes by which the server and its children had more memory at one time than before the first bomb. */
  readonly grown: number
  /** Of `/api/health` meanwhile, and before the first bomb, in ms. */
  readonly p99: number
  readonly aloneP99: number
  readonly slowest: number
  /** How many thumbnails were made. */
  readonly made: number
  /** From the first upload to the last answer. */
  readonly ms: number
  /** A line for everything that must not be. */
  readonly faults: readonly string[]
}

const MIB = 1024 * 1024
const MOST_GROWN = 300 * MIB
const MOST_P99_MS = 100
/** On a machine that has more to do the health takes its time even when nothing harmful comes. */
const MOST_TIMES_ALONE = 4
/** What a client waits at most: what stands in line is given the image itself after a minute. */
const WITHIN_MS = 120_000
/** What the probe says of an answer that never came. */
const NEVER_MS = 1e9

/**
 * Upload many files that are to harm a server, all at once, and ask for thumbnails of all of them, all at once. The
 * server must live, answer others in time, keep its memory, and send what cannot be made smaller as it is.
 *
 * @example const { faults } = await runBombs({ dir, bombs: await allBombs(), sizes: ['100x100'], aloneMs: 3000 })
 */
export async function runBombs({
  dir,
  bombs,
  sizes,
  aloneMs,
  mostP99Ms = MOST_P99_MS,
  plant,
}: BombsOptions): Promise<BombsResult> {
  const nodeFlags = [...serverFlags, ...(plant ? ['--import', plant.href] : [])]
  const server = await startServer({ dir, nodeFlags })
  try {
    await createImages(server.url, sizes)
    const stopFirst = await probeHealth(server.url)
    await sleep(aloneMs)
    const alone = await stopFirst()
    const memory = watchMemory(server.pid)
    const before = memory.now()
    const began = performance.now()
    const stopProbe = await probeHealth(server.url)
    const faults: string[] = []
    let made = 0
    await Promise.all(
      bombs.map(async (bomb) => {
        const address = await upload(server.url, bomb)
        for (const size of sizes) {
          const { fault, isMade } = await askFor(address, size, bomb)
          if (isMade) made += 1
          if (fault !== undefined) faults.push(`${bomb.title}, ${size}: ${fault}`)
        }
      }),
    )
    const times = await stopProbe()
    return judge({
      mostP99Ms,
      alone,
      times,
      made,
      faults,
      ms: performance.now() - began,
      grown: memory.stop() - before,
    })
  } finally {
    await server.kill()
  }
}

interface Measured extends Pick<BombsResult, 'made' | 'faults' | 'ms' | 'grown'> {
  readonly alone: readonly number[]
  readonly times: readonly number[]
  readonly mostP99Ms: number
}

function judge({ mostP99Ms, alone, times, faults, ...rest }: Measured): BombsResult {
  const [p99, aloneP99] = [p99Of(times), p99Of(alone)]
  const slowest = Math.max(...times)
  const { grown } = rest
  const found = [...faults]
  if (slowest >= NEVER_MS) found.push('the server did not live on')
  if (p99 > Math.max(mostP99Ms, aloneP99 * MOST_TIMES_ALONE))
    found.push(`health took ${p99.toFixed(0)} ms at p99, ${aloneP99.toFixed(0)} before`)
  if (grown > MOST_GROWN) found.push(`the server grew by ${(grown / MIB).toFixed(0)} MiB`)
  return { ...rest, p99, aloneP99, slowest, faults: found }
}

async function createImages(url: string, sizes: readonly string[]): Promise<void> {
  const { call } = await asSuperuser(url)
  const field = { name: 'image', type: 'file', maxSelect: 1, maxSize: 256 * MIB, thumbs: sizes }
  await call('POST', '/api/collections', { name: 'images', type: 'base', fields: [field], createRule: '' })
}

async function upload(url: string, { title, name, bytes }: Bomb): Promise<string> {
  const body = new FormData()
  body.append('image', new File([new Uint8Array(bytes)], name))
  const reply = await fetch(`${url}/api/collections/images/records`, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(WITHIN_MS),
  })
  if (!reply.ok) throw new Error(`${title} was answered with ${reply.status}: ${await reply.text()}`)
  const { id, image } = (await reply.json()) as { id: string; image: string }
  return `${url}/api/files/images/${id}/${image}`
}

async function askFor(
  address: string,
  size: string,
  bomb: Bomb,
): Promise<{ fault?: string; isMade: boolean }> {
  const reply = await fetch(`${address}?thumb=${size}`, { signal: AbortSignal.timeout(WITHIN_MS) })
  const bytes = Buffer.from(await reply.arrayBuffer())
  if (reply.status !== 200) return { fault: `status ${reply.status}`, isMade: false }
  if (!reply.headers.get('content-security-policy')?.endsWith('sandbox'))
    return { fault: 'it may run', isMade: false }
  if (bytes.equals(bomb.bytes))
    return bomb.thumb === 'yes' ? { fault: 'no thumbnail was made', isMade: false } : { isMade: false }
  if (bomb.thumb === 'no') return { fault: 'something else than itself was sent', isMade: true }
  return { ...(await faultOfThumb(bytes, size)), isMade: true }
}

async function faultOfThumb(bytes: Buffer, size: string): Promise<{ fault?: string }> {
  const { width, height, format } = await sharp(bytes).metadata()
  const isRight = /^0x|x0$|f$/.test(size) || size.startsWith(`${width}x${height}`)
  if (isRight && ['png', 'jpeg', 'gif'].includes(format)) return {}
  return { fault: `a ${format} of ${width}x${height} was sent` }
}
