import { expect, test } from 'vitest'
import { type Frame, type Peer, realtimeApp, type RealtimeApp, type RealtimeOptions } from './realtime-app.ts'
import { testPassword } from './test-app.ts'

async function lobby(limits: RealtimeOptions['limits'] = {}): Promise<RealtimeApp> {
  const app = await realtimeApp({ limits })
  await app.call('PATCH', '/api/settings', {
    token: app.superuser,
    body: { dapur: { channels: [{ pattern: 'lobby', join: '', send: '' }] } },
  })
  return app
}

const join = (peer: Peer, presence?: unknown): Promise<Frame> =>
  peer.ask({ type: 'join', channel: 'lobby', ...(presence === undefined ? {} : { presence }) })

/** Who a client thinks is there: kept as `docs/realtime.md` says. */
function watch(peer: Peer, joined: Frame): Map<string, unknown> {
  const members = new Map<string, unknown>(joined.presence.map(({ id, state }: Frame) => [id, state]))
  const hear = (frame: Frame): void => {
    if (frame.type !== 'presence') return
    for (const { id, state } of [...frame.joined, ...frame.changed]) members.set(id, state)
    for (const id of frame.left) members.delete(id)
  }
  peer.frames.forEach(hear)
  peer.socket.on('message', (data) => hear(JSON.parse((data as Buffer).toString())))
  return members
}

const byText = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1)
const states = (members: Map<string, unknown>): unknown[] => [...members.values()].toSorted(byText)

test('who joins is told who is there, and the others are told of the newcomer, of changes and of the end', async () => {
  const { connect, record, signIn } = await lobby()
  const person = { password: testPassword, passwordConfirm: testPassword }
  const sri = await record('users', { ...person, email: 'sri@example.com' })
  const [a, b] = [await connect(await signIn('users', 'sri@example.com')), await connect()]
  const first = await join(a, { at: 'stove' })
  const actor = { id: sri.id, collection: 'users' }
  expect(first.presence).toEqual([{ id: first.member, actor, state: { at: 'stove' } }])
  await a.next('presence')
  const second = await join(b, null)
  expect(second.presence).toEqual([
    { id: first.member, actor, state: { at: 'stove' } },
    { id: second.member, actor: null, state: null },
  ])
  const newcomer = { id: second.member, actor: null, state: null }
  expect(await a.next('presence')).toEqual({
    type: 'presence',
    channel: 'lobby',
    joined: [newcomer],
    changed: [],
    left: [],
  })
  await join(b, 'back soon')
  expect(await a.next('presence')).toMatchObject({
    joined: [],
    changed: [{ ...newcomer, state: 'back soon' }],
    left: [],
  })
  await a.ask({ type: 'auth', token: null })
  // First it hears of its own coming and of its own change.
  for (let own = 0; own < 2; own++) await b.next('presence')
  expect(await b.next('presence')).toMatchObject({ changed: [{ id: first.member, actor: null }] })
  await a.next('presence')
  b.socket.terminate()
  expect(await a.next('presence')).toMatchObject({ joined: [], changed: [], left: [second.member] })
})

test('who only listens is not shown, and each socket of an actor is a member of its own', async () => {
  const { connect } = await lobby()
  const [silent, ...others] = [await connect(), await connect(), await connect()]
  const quiet = await join(silent)
  expect(quiet.presence).toEqual([])
  const members = watch(silent, quiet)
  const joined: Frame[] = []
  for (const peer of others) joined.push(await join(peer, 'same'))
  await expect.poll(() => states(members)).toEqual(['same', 'same'])
  others[0]?.socket.close()
  await expect.poll(() => [...members.keys()]).toEqual([joined[1].member])
})

test('a peer that is gone without a word is taken off when its time is over', async () => {
  const { connect } = await lobby({ heartbeat: 150, sweep: 20 })
  const [a, b] = [await connect(), await connect()]
  const members = watch(a, await join(a, 'a'))
  await join(b, 'b')
  await expect.poll(() => states(members)).toEqual(['a', 'b'])
  b.socket.pause()
  await expect.poll(() => states(members)).toEqual(['a'])
})

test('however many come and go, what is told stays bounded, and all agree in the end', async () => {
  const { connect } = await lobby({ presencePause: 50 })
  const peers = await Promise.all(Array.from({ length: 30 }, () => connect()))
  const watchers = await Promise.all(peers.map(async (peer, at) => watch(peer, await join(peer, at))))
  const counted = peers.map((peer) => peer.frames.filter(({ type }) => type === 'presence').length)
  for (const peer of peers) peer.frames.splice(0)
  const began = performance.now()
  for (let round = 0; round < 20; round++)
    await Promise.all(peers.slice(0, 20).map((peer, at) => join(peer, at * 100 + round)))
  for (const peer of peers.slice(0, 5)) peer.socket.close()
  const wanted = [...Array(30).keys()]
    .slice(5)
    .map((at) => (at < 20 ? at * 100 + 19 : at))
    .toSorted(byText)
  for (const members of watchers.slice(5)) await expect.poll(() => states(members)).toEqual(wanted)
  const told = peers[29]?.frames.filter(({ type }) => type === 'presence').length ?? 0
  // One message a pause, though 400 changes were made.
  expect(told).toBeLessThanOrEqual((performance.now() - began) / 50 + 2)
  expect(Math.max(...counted)).toBeLessThan(30)
})
