import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { expect, test } from 'vitest'
import { createClient, memoryStore } from '../../sdk/src/index.ts'
import { type Frame, realtimeApp } from './realtime-app.ts'

const page = readFileSync(new URL('../../docs/realtime.md', import.meta.url), 'utf8')

/** The code block of the page that holds these words. */
function block(language: string, words: string): string {
  const found = [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].flatMap(
    ([, code = '']) => (code.includes(words) ? [code] : []),
  )
  const [code] = found
  if (found.length !== 1 || code === undefined) throw new Error(`docs/realtime.md shows ${words} not once`)
  return code
}

async function load<T>(code: string): Promise<T> {
  return (await import(`data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(code))}`)) as T
}

async function restaurant() {
  const app = await realtimeApp()
  await app.collection({
    name: 'orders',
    type: 'base',
    listRule: '',
    fields: [
      { name: 'status', type: 'text' },
      { name: 'owner', type: 'text' },
      { name: 'created', type: 'autodate', onCreate: true },
    ],
  })
  const body: Frame = JSON.parse(block('json', '"channels"'))
  expect((await app.call('PATCH', '/api/settings', { token: app.superuser, body })).status).toBe(200)
  return app
}

test('the list that the documentation keeps is what a list request answers', async () => {
  const { keep } = await load<{ keep: (items: Frame[], frame: Frame) => Frame[] }>(
    block('js', 'export function keep'),
  )
  const { connect, record, call, superuser } = await restaurant()
  const peer = await connect()
  let items: Frame[] = []
  peer.socket.on('message', (data) => {
    const frame: Frame = JSON.parse((data as Buffer).toString())
    if (frame.sub === 1) items = keep(items, frame)
  })
  peer.socket.send(JSON.stringify({ type: 'live', id: 1, collection: 'orders', sort: 'status', limit: 3 }))
  const made: string[] = []
  for (const status of ['d', 'b', 'c', 'a']) made.push((await record('orders', { status })).id)
  const path = '/api/collections/orders/records'
  await call('PATCH', `${path}/${made[1]}`, { token: superuser, body: { status: 'e' } })
  await call('DELETE', `${path}/${made[2]}`, { token: superuser })
  const { json } = await call('GET', `${path}?sort=status&perPage=3`)
  await expect.poll(() => items).toEqual(json.items)
  expect(items.map(({ status }) => status)).toEqual(['a', 'd', 'e'])
})

test('the settings, the live list and the channel of the documentation work as they stand', async () => {
  const { url, app, record, superuser } = await restaurant()
  const open = () =>
    createClient(url.replace('ws', 'http').replace('/api/realtime', ''), {
      store: memoryStore(),
      fetch: async (input, init) => app.fetch(new Request(input, init)),
    })
  const [dapur, other] = [open(), open()]
  const root = { id: 'root', collectionId: '', collectionName: '_superusers' }
  for (const client of [dapur, other]) client.auth.save({ token: superuser, record: root })
  const told: Frame[] = []
  const names = ['dapur', 'render', 'show', 'showMembers']
  const run = await load<{ default: (...given: unknown[]) => Promise<{ stop(): void; leave(): void }[]> }>(
    `export default async (${names.join(', ')}) => {
      ${block('ts', 'orders')}
      await new Promise((resolve) => setTimeout(resolve, 0))
      ${block('ts', 'dapur.channel').replace('await room.send', 'const sent = () => room.send')}
      return [open, room, sent]
    }`,
  )
  const rows: number[] = []
  const members: number[] = []
  const [list, room, sent] = (await run.default(
    dapur,
    (items: Frame[]) => rows.push(items.length),
    (...said: unknown[]) => told.push(said),
    (there: Frame[]) => members.push(there.length),
  )) as unknown as [{ stop: () => void }, Frame, () => Promise<void>]
  await record('orders', { status: 'open' })
  await record('orders', { status: 'done' })
  await expect.poll(() => rows.at(-1)).toBe(1)
  const there = other.channel<{ said: string }>('lobby', { presence: { name: 'Budi' } })
  const heard: string[] = []
  there.on('said', (text) => heard.push(text))
  await expect.poll(() => members.at(-1)).toBe(2)
  await sent()
  await expect.poll(() => heard).toEqual(['Hi!'])
  await there.send('said', 'Hello')
  await expect.poll(() => told).toEqual([['Hello', { id: expect.any(String), collection: '_superusers' }]])
  list.stop()
  room.leave()
  there.leave()
})
