import { setTimeout as sleep } from 'node:timers/promises'
import { beRestless } from './restless.ts'
import { readAll, type Scene, setScene, writeAll, type Written } from './restless-scene.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { Survivor } from './survivor.ts'

export interface RestlessOptions {
  readonly dir: string
  readonly restless: number
  /** Of each of two accounts, and as many guests. */
  readonly survivors: number
  /** Notes that are written. */
  readonly perSecond: number
  readonly ms: number
  /** A module that the server loads first: the fault that a control plants. */
  readonly plant?: URL
}

export interface RestlessResult {
  readonly written: number
  /** Events that survivors have heard, a second. */
  readonly perSecond: number
  /** How often somebody came and went. */
  readonly came: number
  /** A line for everything that must not be. */
  readonly faults: readonly string[]
}

/** A control may never settle. */
const settledWithin = { honest: 30_000, planted: 3000 }
const CONFIG = new URL('./throwing-hooks.config.ts', import.meta.url).pathname

/**
 * Many come, subscribe, take it back and go at random while much is written and hooks throw. The server has to live, and
 * those who stay have to hear of everything that they may see: once, in order, and of nothing else.
 *
 * @example const { faults } = await runRestless({ dir, restless: 16, survivors: 2, perSecond: 1000, ms: 60_000 })
 */
export async function runRestless(options: RestlessOptions): Promise<RestlessResult> {
  const { dir, plant } = options
  const nodeFlags = plant ? ['--import', plant.href] : []
  const server = await startServer({ dir, nodeFlags, env: { DAPUR_CONFIG: CONFIG } })
  const end = new AbortController()
  const listeners: Listener[] = []
  try {
    const scene = await setScene(server.url)
    listeners.push(...listen(server, scene, options.survivors))
    return await runAmong({ server, scene, listeners, end }, options)
  } catch (error) {
    // A server that has died is what is looked for.
    return {
      written: 0,
      perSecond: 0,
      came: 0,
      faults: [`it broke off: ${String(error)}`, ...(await death(server))],
    }
  } finally {
    end.abort()
    for (const { survivor } of listeners) survivor.stop()
    await server.kill()
  }
}

interface Listener {
  readonly survivor: Survivor
  /** Of the account, '' for a guest. */
  readonly id: string
}

interface Stage {
  readonly server: ServerProcess
  readonly scene: Scene
  readonly listeners: readonly Listener[]
  readonly end: AbortController
}

function listen({ url }: ServerProcess, { accounts }: Scene, each: number): Listener[] {
  return [{ id: '', token: undefined }, ...accounts].flatMap(({ id, token }) =>
    Array.from({ length: each }, () => ({ id, survivor: new Survivor(url, token) })),
  )
}

async function runAmong(stage: Stage, options: RestlessOptions): Promise<RestlessResult> {
  const { server, scene, listeners, end } = stage
  const patience = options.plant ? settledWithin.planted : settledWithin.honest
  await until(() => listeners.every(({ survivor }) => survivor.isListening), patience)
  const place = { url: server.url, tokens: scene.accounts.map(({ token }) => token) }
  const restless = Array.from({ length: options.restless }, () => beRestless(place, end.signal))
  await writeAll(scene, options)
  end.abort()
  const came = (await Promise.all(restless)).reduce((sum, some) => sum + some, 0)
  const written = await readAll(scene)
  const expected = listeners.map(({ id, survivor }) => ({ survivor, ids: visibleTo(written, id) }))
  await until(() => expected.every(({ survivor, ids }) => survivor.heard.size >= ids.size), patience)
  const events = listeners.reduce((sum, { survivor }) => sum + survivor.heard.size, 0)
  const faults = expected.flatMap(({ survivor, ids }, which) =>
    faultsOf(survivor, ids).map((fault) => `survivor ${which}: ${fault}`),
  )
  for (const { survivor } of listeners) survivor.stop()
  faults.push(...(await death(server)))
  return { written: written.length, perSecond: (events / options.ms) * 1000, came, faults }
}

function visibleTo(written: readonly Written[], id: string): ReadonlySet<string> {
  // To the rule, a guest is somebody whose id is empty.
  const isSeen = (one: Written): boolean => one.public || one.owner === id
  return new Set(written.filter(isSeen).map((one) => one.id))
}

function faultsOf({ heard, faults }: Survivor, ids: ReadonlySet<string>): string[] {
  const missed = [...ids].filter((id) => !heard.has(id)).length
  const extra = [...heard].filter((id) => !ids.has(id)).length
  return [
    ...faults,
    ...(missed > 0 ? [`${missed} of ${ids.size} were missed`] : []),
    ...(extra > 0 ? [`${extra} were not theirs`] : []),
  ]
}

/** A server that does not end well when it is asked to, or has ended before, died of something. */
async function death(server: ServerProcess): Promise<string[]> {
  try {
    await server.stop()
    return []
  } catch (error) {
    return [`the server died: ${String(error)}`]
  }
}

async function until(isSo: () => boolean, patience: number): Promise<void> {
  const end = performance.now() + patience
  while (!isSo() && performance.now() < end) await sleep(10)
}
