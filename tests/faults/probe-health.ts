import { z } from 'zod'
import { startChild } from '../../bench/child.ts'

const probed = z.object({ times: z.array(z.number()) })

/**
 * Ask again and again how a server is, from a process of its own.
 *
 * @param prefix what its command line starts with
 * @returns ends it, and tells how long each answer took, in ms; 1e9 for one that never came
 * @example const stop = await probeHealth(url); await work(); const times = await stop()
 */
export async function probeHealth(
  url: string,
  prefix: readonly string[] = [],
): Promise<() => Promise<number[]>> {
  const probe = startChild(new URL('./health-probe-child.ts', import.meta.url), prefix)
  await probe.ask({ url })
  return async () => {
    const { times } = probed.parse(await probe.ask({ url: '' }))
    await probe.end()
    return times
  }
}

/** What 99 of 100 of these times do not exceed; Infinity for none. */
export function p99Of(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Infinity
}
