import { readdirSync } from 'node:fs'
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { asSuperuser, type Superuser } from './as-superuser.ts'
import { type Place, visits } from './churn-visits.ts'
import { type Held, heapOf } from './heap-of.ts'
import { startServer } from './server-process.ts'
import { stopCrowded } from './stop-crowded.ts'

export interface ChurnOptions {
  readonly dir: string
  /** Who come and go in one round. */
  readonly visitors: number
  readonly rounds: number
  /** Sockets that are open when the server is stopped. */
  readonly crowd: number
  /** The same, at most. */
  readonly mostGrown: number
  /** A module that the server loads first: the fault that a control plants. */
  readonly plant?: URL
  readonly report?: (line: string) => void
}

export interface ChurnResult {
  /** By how much more the server holds in the last third of the rounds than in the first: 0.01 is 1 %. */
  readonly grown: number
  /** From SIGTERM to the end of the process. */
  readonly stopMs: number
  /** A line for everything that must not be. */
  readonly faults: readonly string[]
}

const AT_ONCE = 100
/** Descriptors, and objects, that a server may have more than before: threads and connections of its own come and go. */
const FEW = 20
const LINES = 4
/** What is still on its way, such as log entries that are written every three seconds, is gone by then. */
const SETTLED_WITHIN_MS = 6000
const census = z.object({
  totals: z.object({ websocket: z.number(), sse: z.number(), topics: z.number() }),
})

/**
 * Many come to realtime and go, in all ways there are: whatever the server took for them has to be given back. Then it is
 * stopped while sockets are open: each is told so, and nothing holds up the end.
 *
 * @example const { faults } = await runChurn({ dir, visitors: 10_000, rounds: 20, crowd: 1000, mostGrown: 0.02 })
 */
export async function runChurn(options: ChurnOptions): Promise<ChurnResult> {
  const { dir, rounds, mostGrown, plant, report } = options
  const heap = heapOf(dir)
  const nodeFlags = [...heap.nodeFlags, ...(plant ? ['--import', plant.href] : [])]
  const server = await startServer({ dir, nodeFlags })
  const lines = new Agent({ keepAlive: true, maxSockets: LINES })
  try {
    const root = await asSuperuser(server.url)
    await createNotes(root)
    const place: Place = { port: Number(new URL(server.url).port), token: root.token, lines }
    const faults: string[] = []
    const held: Held[] = []
    let files = Number.POSITIVE_INFINITY
    for (let round = 1; round <= rounds; round++) {
      await visitAll(place, options.visitors)
      const left = await settle({ root, pid: server.pid, files })
      faults.push(...left.faults.map((fault) => `round ${round}: ${fault}`))
      files = Math.min(files, left.files)
      held.push(await heap.ask(server.pid))
      report?.(`round ${round}: ${JSON.stringify(held.at(-1))} held, ${left.files} files open`)
    }
    const grown = growthOf(held.map(({ bytes }) => bytes))
    if (grown > mostGrown) faults.push(`the server holds ${(grown * 100).toFixed(1)} % more than at first`)
    const kept = (held.at(-1)?.sockets ?? 0) - (held[0]?.sockets ?? 0)
    if (kept > FEW) faults.push(`${kept} sockets and requests are kept`)
    const stopped = await stopCrowded(server, place, options.crowd)
    return { grown, stopMs: stopped.ms, faults: [...faults, ...stopped.faults] }
  } finally {
    lines.destroy()
    await server.kill()
  }
}

async function createNotes({ call }: Superuser): Promise<void> {
  const fields = [{ name: 'text', type: 'text' }]
  await call('POST', '/api/collections', { name: 'notes', type: 'base', fields, listRule: '' })
}

async function visitAll(place: Place, count: number): Promise<void> {
  let next = 0
  const come = async (): Promise<void> => {
    while (next < count) {
      const visit = visits[next % visits.length]
      next += 1
      await visit?.(place)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, come))
}

interface Left {
  /** Descriptors that the process has open. */
  readonly files: number
  readonly faults: readonly string[]
}

/** Nobody is there any more, and no descriptor more than there was. */
async function settle({
  root,
  pid,
  files: most,
}: {
  readonly root: Superuser
  readonly pid: number
  readonly files: number
}): Promise<Left> {
  const until = performance.now() + SETTLED_WITHIN_MS
  for (;;) {
    const { totals } = census.parse(JSON.parse(await root.call('GET', '/api/realtime/inspect')))
    const there = totals.websocket + totals.sse + totals.topics
    const files = readdirSync(`/proc/${pid}/fd`).length
    if (there === 0 && files <= most + FEW) return { files, faults: [] }
    if (performance.now() < until) {
      await sleep(50)
      continue
    }
    const faults = there === 0 ? [] : [`the inspector says ${JSON.stringify(totals)}`]
    if (files > most + FEW) faults.push(`${files} files are open, and ${most} before`)
    return { files, faults }
  }
}

/**
 * The least of the first and of the last third of the rounds are compared: in the first ones a server that was just
 * started lets go of a tenth of what it holds, and caches that are emptied when they are full go up and down.
 */
function growthOf(held: readonly number[]): number {
  const some = Math.ceil(held.length / 3)
  return Math.min(...held.slice(-some)) / Math.min(...held.slice(0, some)) - 1
}
