import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { serverFlags } from '../scripts/server-flags.mjs'
import { startChild } from './child.ts'
import type { Figure } from './figure.ts'
import { findPinning } from './pinning.ts'

const CROWD = 5000
const SMALL_CROWD = 1000
const MOST_KIB = 12

const web = z.object({ web: z.number() })
const servers = {
  dapur: new URL('./realtime-server-child.ts', import.meta.url),
  ws: new URL('./web-socket-child.ts', import.meta.url),
}

/**
 * What a socket more costs in RSS, the system's own figure of it, in a process of its own each: beside a bare `ws`
 * server, and with V8's young generation as it is and held small. The goal (`performance.md` §6) is for the latter,
 * which is how we are started.
 *
 * @example for (const figure of await measureMemory()) printFigure(figure)
 */
export async function measureMemory(): Promise<Figure[]> {
  const small = await kibEach(servers.dapur, serverFlags)
  const figures: Figure[] = [
    { title: `RSS a socket, ${serverFlags.join(' ')}`, value: small, most: MOST_KIB, unit: 'KiB' },
  ]
  const rest: readonly [string, URL, readonly string[]][] = [
    [`RSS a socket of a bare ws server, ${serverFlags.join(' ')}`, servers.ws, serverFlags],
    ['RSS a socket, V8 as it comes', servers.dapur, []],
    ['RSS a socket of a bare ws server, V8 as it comes', servers.ws, []],
  ]
  for (const [title, server, flags] of rest)
    figures.push({ title, value: await kibEach(server, flags), unit: 'KiB' })
  return figures
}

async function kibEach(script: URL, flags: readonly string[]): Promise<number> {
  const pinning = findPinning()
  const server = startChild(script, pinning.server, flags)
  const load = startChild(new URL('./realtime-load-child.ts', import.meta.url), pinning.load)
  try {
    const { web: port } = web.parse(await server.ask({ type: 'open' }))
    const settle = async (): Promise<number> => {
      // A reading collects garbage first; what it frees goes back a moment later.
      for (let time = 0; time < 3; time++) {
        await server.ask({ type: 'read' })
        await sleep(500)
      }
      return rssOf(server.pid)
    }
    await load.ask({ type: 'open', port, count: SMALL_CROWD, isWeb: true })
    const before = await settle()
    await load.ask({ type: 'open', port, count: CROWD, isWeb: true })
    return ((await settle()) - before) / (CROWD - SMALL_CROWD)
  } finally {
    for (const child of [server, load]) await child.end()
  }
}

/** In KiB; from outside, so that reading it makes nothing. */
function rssOf(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  if (kib === undefined) throw new Error(`there is no RSS of process ${pid}`)
  return Number(kib)
}
