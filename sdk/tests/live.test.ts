import { expect, test } from 'vitest'
import { realtimeApp } from '../../server/tests/realtime-app.ts'
import {
  type ApiError,
  type Client,
  createClient,
  type MemberJson,
  memoryStore,
  type RecordJson,
} from '../src/index.ts'

interface Note extends RecordJson {
  text: string
  rank: number
}

type Api = Client<{ notes: Note; _superusers: RecordJson }>

interface World {
  readonly open: (signedIn?: boolean) => Api
  readonly superuser: string
  /** Break every connection, as a bad network does. */
  readonly cut: () => void
}

async function world(): Promise<World> {
  const { app, url, collection, superuser, call } = await realtimeApp()
  await collection({
    name: 'notes',
    type: 'base',
    listRule: 'rank < 100',
    fields: [
      { name: 'text', type: 'text' },
      { name: 'rank', type: 'number' },
    ],
  })
  await call('PATCH', '/api/settings', {
    token: superuser,
    body: {
      dapur: {
        channels: [
          { pattern: 'lobby', join: '', send: '' },
          { pattern: 'quiet*', join: '', send: null },
          { pattern: 'staff', join: '@request.auth.id != ""', send: '' },
        ],
      },
    },
  })
  const sockets = new Set<WebSocket>()
  class Socket extends WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol)
      sockets.add(this)
    }
  }
  const open = (signedIn = true): Api => {
    const dapur: Api = createClient(url.replace('ws', 'http').replace('/api/realtime', ''), {
      store: memoryStore(),
      WebSocket: Socket,
      fetch: async (input, init) => app.fetch(new Request(input, init)),
    })
    const record = { id: 'root', collectionId: '', collectionName: '_superusers' }
    if (signedIn) dapur.auth.save({ token: superuser, record })
    return dapur
  }
  return { open, superuser, cut: () => sockets.forEach((socket) => socket.close()) }
}

test('a live list is what the server has, from the first moment to the last', async () => {
  const { open } = await world()
  const dapur = open()
  const notes = dapur.collection('notes')
  const first = await notes.create({ text: 'a', rank: 1 })
  const seen: string[] = []
  const list = notes.live({ sort: 'rank', filter: 'text != "hidden"', limit: 3 }, (items) =>
    seen.push(items.map(({ text }) => text).join('')),
  )
  await expect.poll(() => seen).toEqual(['a'])
  await notes.create({ text: 'c', rank: 3 })
  await notes.create({ text: 'hidden', rank: 0 })
  await notes.create({ text: 'b', rank: 2 })
  await expect.poll(() => list.items.map(({ text }) => text)).toEqual(['a', 'b', 'c'])
  await notes.update(first.id, { rank: 4 })
  await expect.poll(() => seen.at(-1)).toBe('bca')
  // A move is two steps, but one change of the list; what happens in one turn may be one, too.
  expect(['a', 'ac', 'abc', 'bca']).toEqual(expect.arrayContaining(seen))
  list.stop()
  list.stop()
  await notes.create({ text: 'd', rank: 0 })
  expect(seen.at(-1)).toBe('bca')
})

test('after a cut the list is put right, and after a sign-out it is what a guest may see', async () => {
  const { open, cut, superuser } = await world()
  const [dapur, other] = [open(), open()]
  const notes = other.collection('notes')
  for (const [text, rank] of [
    ['a', 1],
    ['b', 200],
  ] as const)
    await notes.create({ text, rank })
  const list = dapur.collection('notes').live({ sort: 'rank' }, () => undefined)
  const shown = (): string => list.items.map(({ text }) => text).join('')
  await expect.poll(shown).toBe('ab')
  cut()
  await notes.create({ text: 'c', rank: 300 })
  expect(shown()).toBe('ab')
  await expect.poll(shown, { timeout: 5000 }).toBe('abc')
  dapur.auth.clear()
  await expect.poll(shown).toBe('a')
  dapur.auth.save({
    token: superuser,
    record: { id: 'root', collectionId: '', collectionName: '_superusers' },
  })
  await expect.poll(shown).toBe('abc')
  list.stop()
})

test('a list that cannot be had is refused; at a sign-in it is asked for again', async () => {
  const { open, superuser } = await world()
  const guest = open(false)
  const errors: ApiError[] = []
  const onError = (error: ApiError): void => void errors.push(error)
  guest.collection('notes').live({ filter: '(', onError }, () => expect.unreachable())
  const seen: number[] = []
  const list = guest.collection('_superusers').live({ onError }, (items) => seen.push(items.length))
  await expect.poll(() => errors.map(({ status }) => status)).toEqual([400, 403])
  guest.auth.save({
    token: superuser,
    record: { id: 'root', collectionId: '', collectionName: '_superusers' },
  })
  await expect.poll(() => seen).toEqual([1])
  list.stop()
})

test('a channel: messages, presence, acknowledgements, refusals', async () => {
  const { open } = await world()
  const [a, b] = [open(), open(false)]
  const met: string[][] = []
  const names = (members: readonly MemberJson[]): string[] =>
    members.map(({ state }) => String(state)).toSorted()
  const here = a.channel<{ said: string; other: null }>('lobby', {
    presence: 'sri',
    onPresence: (members) => met.push(names(members)),
  })
  const there = b.channel<{ said: string; other: null }>('lobby', { presence: 'budi' })
  await expect.poll(() => met.at(-1)).toEqual(['budi', 'sri'])
  await expect.poll(() => names(there.members)).toEqual(['budi', 'sri'])
  const heard: unknown[] = []
  const stop = there.on('said', (text, { actor }) => heard.push([text.toUpperCase(), actor?.collection]))
  here.on('said', () => expect.unreachable())
  await here.send('other', null)
  await here.send('said', 'hi')
  expect(heard).toEqual([['HI', '_superusers']])
  stop()
  await here.send('said', 'again')
  expect(heard).toHaveLength(1)
  there.show('ibu budi')
  await expect.poll(() => names(here.members)).toEqual(['ibu budi', 'sri'])
  expect(() => a.channel('lobby')).toThrow('already')
  // @ts-expect-error -- no such message is sent on this channel
  expect(typeof here.on('unknown', () => undefined)).toBe('function')
  there.leave()
  await expect.poll(() => names(here.members)).toEqual(['sri'])
  const quiet = b.channel(`quiet${'t'.repeat(190)}`)
  await expect.poll(() => quiet.member).toBeDefined()
  await expect(quiet.send('said', 1)).rejects.toMatchObject({ status: 403, code: 'channel_send_refused' })
  here.leave()
  quiet.leave()
})

test('a channel comes back after a cut, and is left when the right to it is lost', async () => {
  const { open, cut, superuser } = await world()
  const [a, b] = [open(), open()]
  const reasons: string[] = []
  const [here, there] = [
    a.channel('staff', { presence: 'a', onLeft: (reason) => reasons.push(reason), onError: () => undefined }),
    b.channel('staff', { presence: 'b' }),
  ]
  await expect.poll(() => here.members.length).toBe(2)
  cut()
  await expect.poll(() => here.members.length).toBe(0)
  await expect(here.send('said', 1)).rejects.toMatchObject({ status: 0, code: 'network_failed' })
  await expect.poll(() => [here.members.length, there.members.length], { timeout: 5000 }).toEqual([2, 2])
  a.auth.clear()
  await expect.poll(() => reasons).toEqual(['actor'])
  expect(here.member).toBeUndefined()
  a.auth.save({ token: superuser, record: { id: 'root', collectionId: '', collectionName: '_superusers' } })
  await expect.poll(() => here.members.length).toBe(2)
  here.leave()
  there.leave()
})
