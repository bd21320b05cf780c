import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const profile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
})

/** How much of the time was spent in a function itself, not in what it called. */
export interface SelfTime {
  readonly where: string
  /** 0 to 1, of the time in which there was work. */
  readonly share: number
}

/** Starting is another matter: loading the modules is most of it. */
const SKIPPED_US = 2_000_000

/** Flags that make Node write a profile of its main thread into a folder when it ends. */
export function profileFlags(folder: string): string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`]
}

/**
 * Reads the profile of the main thread that `profileFlags` had written, most expensive functions first.
 *
 * @example readProfile('/tmp/profiles').slice(0, 15)
 */
export function readProfile(folder: string): SelfTime[] {
  // CPU.date.time.pid.thread.number.cpuprofile: the main thread is 0, the pid the least when children wrote too.
  const mains = readdirSync(folder).filter((name) => /\.0\.\d+\.cpuprofile$/.test(name))
  const [first] = mains.toSorted((a, b) => Number(a.split('.')[3]) - Number(b.split('.')[3]))
  if (first === undefined) throw new Error(`There is no profile in ${folder}.`)
  const { nodes, samples, timeDeltas } = profile.parse(JSON.parse(readFileSync(join(folder, first), 'utf8')))
  const places = new Map(nodes.map(({ id, callFrame }) => [id, describe(callFrame)]))
  const spent = new Map<string, number>()
  let at = 0
  for (const [index, id] of samples.entries()) {
    const where = places.get(id) ?? '?'
    const us = timeDeltas[index] ?? 0
    at += us
    if (at > SKIPPED_US && where !== '(idle)') spent.set(where, (spent.get(where) ?? 0) + us)
  }
  const total = [...spent.values()].reduce((sum, us) => sum + us, 0)
  const shares = [...spent].map(([where, us]) => ({ where, share: us / total }))
  return shares.toSorted((a, b) => b.share - a.share)
}

interface Frame {
  readonly functionName: string
  readonly url: string
  readonly lineNumber: number
}

function describe({ functionName, url, lineNumber }: Frame): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  if (url === '') return name
  const file = url.startsWith('file:') ? relative(process.cwd(), fileURLToPath(url)) : url
  return `${name} ${file}:${lineNumber + 1}`
}
