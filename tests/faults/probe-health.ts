import { z } from 'zod'
import { startChild } from '../../bench/child.ts'

const probed = z.object({ times: z.array(z.number()) })

/**
 * Ask again and again how a server is, from a process of its own.
 *
 * @returns ends it, and tells how long each answer took, in ms; 1e9 for one that never came
 * @example const stop = await probeHealth(url); await work(); const times = await stop()
 */
export async function probeHealth(url: string): Promise<() => Promise<number[]>> {
  const probe = startChild(new URL('./health-probe-child.ts', import.meta.url), [])
  await probe.ask({ url })
  return async () => {
    const { times } = probed.parse(await probe.ask({ url: '' }))
    await probe.end()
    return times
  }
}
