import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { serverFlags } from '../scripts/server-flags.mjs'
import { p99Of, probeHealth } from '../tests/faults/probe-health.ts'
import { type Child, startChild } from './child.ts'
import type { Figure } from './figure.ts'
import { findPinning } from './pinning.ts'

const CROWD = 10_000
const WARM_UP = 5
const BROADCASTS = 40
/** A frame is a digit longer now and then, when `seq` is. */
const SLACK = 0.99
const ALONE_MS = 4000
const MOST_P99_MS = 50

const ports = z.object({ web: z.number() })
const counted = z.object({ heard: z.number() })

/**
 * Measures how long requests take while one change after the other is told to 10,000 sockets, and while nothing is: asked
 * every 20 ms by a process that goes before the one that listens, since both share a processor.
 *
 * @example for (const figure of await measureBeside()) printFigure(figure)
 */
export async function measureBeside(): Promise<Figure[]> {
  const pinning = findPinning()
  const server = startChild(
    new URL('./realtime-server-child.ts', import.meta.url),
    pinning.server,
    serverFlags,
  )
  const load = startChild(new URL('./realtime-load-child.ts', import.meta.url), ['nice', ...pinning.load])
  try {
    const { web } = ports.parse(await server.ask({ type: 'open' }))
    const url = `http://127.0.0.1:${web}`
    await load.ask({ type: 'open', port: web, count: CROWD, isWeb: true })
    const bytes = await bytesOfOne(server, load)
    const stopFirst = await probeHealth(url, pinning.load)
    await sleep(ALONE_MS)
    const alone = await stopFirst()
    const stopProbe = await probeHealth(url, pinning.load)
    const began = performance.now()
    for (let i = 0; i < BROADCASTS; i++) await broadcast(server, load, bytes)
    const each = (performance.now() - began) / BROADCASTS
    const beside = await stopProbe()
    return [
      { title: `health beside ${CROWD} sockets at rest, p99`, value: p99Of(alone), unit: 'ms' },
      { title: `a change told to ${CROWD} sockets`, value: each, unit: 'ms' },
      { title: 'health meanwhile, p99', value: p99Of(beside), most: MOST_P99_MS, unit: 'ms' },
      { title: 'health meanwhile, at most', value: Math.max(...beside), unit: 'ms' },
    ]
  } finally {
    for (const child of [load, server]) await child.end()
  }
}

/** What one change is on the wire, for all of them. */
async function bytesOfOne(server: Child, load: Child): Promise<number> {
  for (let i = 0; i < WARM_UP; i++) {
    await server.ask({ type: 'tell', changes: 1, isWatched: false })
    await settle(load)
  }
  await server.ask({ type: 'tell', changes: 1, isWatched: false })
  return await settle(load)
}

/** Answers what was heard, once nothing more comes; counts anew. */
async function settle(load: Child): Promise<number> {
  let [before, now] = [-1, 0]
  while (now !== before) [before, now] = [now, counted.parse(await load.ask({ type: 'count' })).heard]
  await load.ask({ type: 'expect', bytes: now })
  return now
}

/** One change, to everyone: as good as over when the next begins. */
async function broadcast(server: Child, load: Child, bytes: number): Promise<void> {
  const heard = load.ask({ type: 'expect', bytes: Math.floor(bytes * SLACK) })
  await server.ask({ type: 'tell', changes: 1, isWatched: false })
  await heard
}
