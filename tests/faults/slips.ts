import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient, memoryStore } from '@dapur/sdk'
import { type Listener, type ListenerFrame, openListener } from './listener.ts'
import { startServer, SUPERUSER } from './server-process.ts'

export interface SlipOptions {
  /** How often a right is taken away. */
  readonly changes: number
  /** Takes nothing away, so that everything that is heard afterwards has to be found. */
  readonly plant?: 'nothing changes'
}

export interface SlipResult {
  readonly changes: number
  /** What was heard while it still was a right. */
  readonly events: number
  /** A line for each change after which something was heard that no longer was a right. */
  readonly slips: readonly string[]
}

/** Who listens, and what for. */
interface Scene {
  readonly root: Client
  readonly url: string
  readonly usersId: string
  round: number
}

/** A right that ends, and how a frame shows that it has not. */
interface Ending {
  readonly name: string
  /** Takes it away; resolves when the server has said that it is done. */
  take(scene: Scene, victim: string): Promise<unknown>
  /** Gives back what others need. */
  restore?(scene: Scene): Promise<unknown>
  readonly isSlip: (frame: ListenerFrame) => boolean
}

const RULE = '@request.auth.role = "cook"'
const PASSWORD = 'sambal terasi 9'
/** So many writes are under way at every moment. */
const WRITERS = 4
/** Enough for the writers to be in the middle of it. */
const BEFORE = 6

const isEvent = ({ type }: ListenerFrame): boolean => type === 'event'
const update = (scene: Scene, body: Readonly<Record<string, unknown>>): Promise<unknown> =>
  scene.root.collections.update('notes', body)

const endings: readonly Ending[] = [
  {
    name: 'a new rule',
    take: (scene) => update(scene, { listRule: `@request.auth.role = "nobody ${scene.round}"` }),
    restore: (scene) => update(scene, { listRule: RULE }),
    isSlip: isEvent,
  },
  {
    name: 'a rule that is closed',
    take: (scene) => update(scene, { listRule: null }),
    restore: (scene) => update(scene, { listRule: RULE }),
    isSlip: isEvent,
  },
  {
    name: 'another role',
    take: ({ root }, victim) => root.collection('users').update(victim, { role: 'guest' }),
    isSlip: isEvent,
  },
  {
    name: 'a new password',
    take: ({ root }, victim) =>
      root.collection('users').update(victim, { password: `${PASSWORD}!`, passwordConfirm: `${PASSWORD}!` }),
    isSlip: isEvent,
  },
  {
    name: 'an account that is deleted',
    take: ({ root }, victim) => root.collection('users').delete(victim),
    isSlip: isEvent,
  },
  {
    name: 'a new secret of all tokens',
    take: ({ root, round }) => {
      const authToken = { secret: `secret ${String(round).padStart(40, '0')}`, duration: 3600 }
      return root.collections.update('users', { authToken })
    },
    isSlip: isEvent,
  },
  {
    name: 'a field that is hidden',
    take: (scene) => update(scene, { fields: fields(true) }),
    restore: (scene) => update(scene, { fields: fields(false) }),
    isSlip: (frame) => isEvent(frame) && frame.record?.['secret'] !== undefined,
  },
]

/**
 * Takes rights away while others write, in all ways, and counts what a listener hears that was written after the server
 * had said that the right is gone.
 *
 * @example const { slips } = await runSlips({ changes: 1000 })
 */
export async function runSlips({ changes, plant }: SlipOptions): Promise<SlipResult> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-slips-'))
  const server = await startServer({ dir, durability: 'normal' })
  try {
    const scene = await prepare(server.url)
    const slips: string[] = []
    let events = 0
    for (; scene.round < changes; scene.round++) {
      const ending = endings[scene.round % endings.length]
      if (!ending) throw new Error('there is no way to end a right')
      const { before, after } = await endOne(scene, ending, plant !== undefined)
      events += before
      if (before === 0) slips.push(`${scene.round} ${ending.name}: nothing was heard while it was a right`)
      if (after > 0) slips.push(`${scene.round} ${ending.name}: ${after} events too many`)
    }
    return { changes, events, slips }
  } finally {
    await server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function prepare(url: string): Promise<Scene> {
  const root = createClient(url, { store: memoryStore() })
  await root.collection('_superusers').signIn(SUPERUSER)
  const users = await root.collections.get('users')
  await root.collections.update('users', { fields: [...users.fields, { name: 'role', type: 'text' }] })
  await root.collections.create({ name: 'notes', type: 'base', listRule: RULE, fields: fields(false) })
  return { root, url, usersId: users.id, round: 0 }
}

function fields(isHidden: boolean): object[] {
  return [
    { name: 'phase', type: 'text' },
    { name: 'secret', type: 'text', hidden: isHidden },
  ]
}

async function endOne(
  scene: Scene,
  ending: Ending,
  isPlanted: boolean,
): Promise<{ before: number; after: number }> {
  const { id, listener } = await newVictim(scene)
  const phase = { name: 'before', writes: 0 }
  const notes = scene.root.collection('notes')
  const write = async (): Promise<void> => {
    await notes.create({ phase: phase.name, secret: 'recipe' })
    phase.writes += 1
  }
  const state = { isOver: false }
  const writers = Array.from({ length: WRITERS }, async () => {
    while (!state.isOver) await write()
  })
  while (phase.writes < BEFORE) await write()
  if (!isPlanted) await ending.take(scene, id)
  phase.name = 'after'
  for (let i = 0; i < WRITERS; i++) await write()
  state.isOver = true
  await Promise.all(writers)
  // Whatever was to come stands before the answer to a ping.
  await listener.ask({ type: 'ping' })
  listener.close()
  await ending.restore?.(scene)
  const of = (name: string): ListenerFrame[] =>
    listener.heard.filter(({ record }) => record?.['phase'] === name)
  return { before: of('before').length, after: of('after').filter(ending.isSlip).length }
}

async function newVictim(scene: Scene): Promise<{ id: string; listener: Listener }> {
  const email = `cook${scene.round}@example.com`
  const account = { email, password: PASSWORD, passwordConfirm: PASSWORD, role: 'cook' }
  const { id } = await scene.root.collection('users').create(account)
  const own = createClient(scene.url, { store: memoryStore() })
  const { token } = await own.collection('users').signIn({ email, password: PASSWORD })
  return { id, listener: await openListener(scene.url, { token, topic: 'notes/*' }) }
}
