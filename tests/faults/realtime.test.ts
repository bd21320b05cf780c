import { expect, test } from 'vitest'
import { apiError } from '../../server/base/error.ts'
import type { House } from '../../server/records/house.ts'
import { realtimeApp } from '../../server/tests/realtime-app.ts'
import { runCuts } from './realtime-loop.ts'

/*
 * The short form of `npm run faults -- --only realtime`.
 */
const SHORT = { clients: 8, cuts: 45, writesPerSecond: 150 }

test('whatever breaks, each client has in the end what it may see, in order and nothing twice', async () => {
  const { faults, writes, events, cuts } = await runCuts(SHORT)
  expect(faults).toEqual([])
  expect(Math.min(writes, events)).toBeGreaterThan(100)
  expect(cuts).toBeGreaterThan(SHORT.clients * 2)
}, 90_000)

test('control A: a client that forgets where it was misses something', async () => {
  const { faults } = await runCuts({ ...SHORT, cuts: 12, plant: 'no cursor' })
  expect(faults).not.toEqual([])
}, 90_000)

test('control C: a replay that asks no rule tells too much', async () => {
  const { faults } = await runCuts({ ...SHORT, cuts: 12, plant: 'no rules' })
  expect(faults.join('\n')).toContain('is not theirs')
}, 90_000)

/** Tells of a create inside its transaction, before anybody knows how that ends. */
function tellTooEarly(house: House): void {
  house.onInsert.add(function* (_, { collection, cells }) {
    yield* []
    const change = {
      action: 'create',
      collection,
      recordId: String(cells['id']),
      after: cells,
      before: undefined,
    } as const
    const { onCommit, afterCommit } = house.changes
    seq += 1
    for (const listen of [...onCommit, ...afterCommit]) listen({ ...change, seq })
  })
}

let seq = 0

/** What a guest is told who listens while every second write is undone at its end. */
async function toldOfUndone(plant: (house: House) => void): Promise<string[]> {
  const app = await realtimeApp()
  await app.collection({
    name: 'notes',
    type: 'base',
    fields: [{ name: 'text', type: 'text' }],
    listRule: '',
  })
  const peer = await app.connect()
  ;({ seq } = await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' }))
  plant(app.app.house)
  // Steps run in their order: this one is the last.
  app.app.house.onInsert.add(function* (_, { cells }) {
    yield* []
    if (cells['text'] === 'undone') throw apiError('bad_request', {})
  })
  for (const text of ['kept', 'undone', 'kept', 'undone']) {
    const { status } = await app.call('POST', '/api/collections/notes/records', {
      token: app.superuser,
      body: { text },
    })
    expect(status).toBe(text === 'kept' ? 200 : 400)
  }
  return (await peer.events()).map(({ record }) => record.text)
}

test('of a write that is undone nobody hears', async () => {
  expect(await toldOfUndone(() => undefined)).toEqual(['kept', 'kept'])
})

test('control B: what is told before the commit is told of writes that never were', async () => {
  expect(await toldOfUndone(tellTooEarly)).toContain('undone')
})
