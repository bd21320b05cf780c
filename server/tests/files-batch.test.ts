import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import PocketBase from 'pocketbase'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { on } from '../hooks/on.ts'
import { file, fileApp, type FileApp, type Parts } from './file-app.ts'

const URL = '/api/collections/dishes/records'

async function batchApp(options: Parameters<typeof fileApp>[0] = {}): Promise<FileApp> {
  const app = await fileApp(options)
  await app.call('PATCH', '/api/settings', { token: app.superuser, body: { batch: { enabled: true } } })
  return app
}

type Requests = readonly { method: string; url: string; body?: object }[]

function send(app: FileApp, requests: Requests, parts: Parts): ReturnType<FileApp['form']> {
  return app.form(
    'POST',
    '/api/batch',
    [['@jsonPayload', JSON.stringify({ requests })], ...parts],
    app.superuser,
  )
}

const names = (app: FileApp): string[] => app.stored().map((key) => key.split('/')[2] ?? '')

test('data §6.2 files of a batch go to their requests, with their modifiers', async () => {
  const app = await batchApp()
  const made = await app.dish(['photos', file('a.png')])
  const requests = [
    { method: 'POST', url: URL, body: { name: 'Soto' } },
    { method: 'PATCH', url: `${URL}/${made.id}`, body: {} },
    { method: 'PUT', url: URL, body: { id: 'abcdefghijklmno', photos: [] } },
    { method: 'DELETE', url: `${URL}/abcdefghijklmno` },
  ]
  const { status, json } = await send(app, requests.slice(0, 3), [
    ['requests.0.photo', file('s.png')],
    ['requests[1].photos+', file('b.png')],
    ['requests.1.+photos', file('c.png')],
    ['requests.2.photos', file('d.png')],
    ['requests.2.photos', file('e.png')],
    ['requests.7.photo', file('nobody.png')],
    ['photo', file('nobody.png')],
  ])
  expect(status).toBe(200)
  const [first, second, third] = json.map(({ body }: { body: object }) => body)
  expect(first.photo).toMatch(/^s/)
  expect(second.photos.map((name: string) => name[0])).toEqual(['c', 'a', 'b'])
  expect(third.photos.map((name: string) => name[0])).toEqual(['d', 'e'])
  const all: string[] = [first.photo, ...second.photos, ...third.photos]
  expect(new Set(names(app))).toEqual(new Set(all))
  expect((await send(app, requests.slice(3), [])).status).toBe(200)
  await app.app.house.fileKeeper.settled()
  expect(names(app)).not.toContain(third.photos[0])
})

test('R11 a batch that fails leaves no file and no temporary one', async () => {
  const app = await batchApp()
  const requests = [
    { method: 'POST', url: URL, body: { name: 'Soto' } },
    { method: 'POST', url: URL, body: { name: 'x'.repeat(30) } },
  ]
  const { status, json } = await send(app, requests, [
    ['requests.0.photo', file('a.png')],
    ['requests.1.photo', file('b.png')],
  ])
  expect(status).toBe(400)
  expect(json.data.requests['1'].response.data.name.code).toBe('validation_max_text_constraint')
  expect(names(app)).toEqual([])
  expect(readdirSync(join(app.dir, 'tmp'))).toEqual([])
})

test('data §6.3 a record that came to be in the batch may get its files there', async () => {
  const app = await batchApp()
  const id = 'abcdefghijklmno'
  const requests = [
    { method: 'POST', url: URL, body: { id } },
    { method: 'PATCH', url: `${URL}/${id}`, body: {} },
    { method: 'PATCH', url: `${URL}/${id}`, body: {} },
  ]
  const { status, json } = await send(app, requests, [
    ['requests.0.photos', file('a.png')],
    ['requests.1.photos+', file('b.png')],
    ['requests.2.photo', file('c.png')],
  ])
  expect(status).toBe(200)
  const { photo, photos } = json[2].body
  expect(photos.map((name: string) => name[0])).toEqual(['a', 'b'])
  await app.app.house.fileKeeper.settled()
  expect(names(app)).toEqual([...photos, photo])
})

test('data §6.3 with hooks, which see the names of files and may take them away', async () => {
  const seen: unknown[] = []
  const hook = on('record.create', 'dishes', async ({ record }, next) => {
    seen.push(record['photo'])
    if (record['name'] === 'without') record['photo'] = ''
    if (record['name'] === 'moved') record['id'] = 'movedmovedmoved'
    await next()
    if (record['name'] === 'late') throw new Error('too late')
  })
  const app = await batchApp({ hooks: [hook] })
  const photo: Parts[number] = ['photo', file('a.png')]
  const kept = await app.dish(['name', 'kept'], photo)
  expect(seen).toEqual([kept.photo])
  expect((await app.dish(['name', 'without'], photo)).photo).toBe('')
  const moved = await app.dish(['name', 'moved'], photo)
  // The hook throws after the write, which stands: so does its file.
  expect((await app.form('POST', URL, [['name', 'late'], photo], app.superuser)).status).toBe(500)
  expect(app.stored()).toHaveLength(3)
  expect(app.stored()).toContain(`${app.id}/movedmovedmoved/${moved.photo}`)
  const requests = [
    { method: 'POST', url: URL, body: { name: 'moved', id: 'x'.repeat(15) } },
    { method: 'POST', url: URL, body: { name: 'without' } },
  ]
  await app.call('DELETE', `${URL}/movedmovedmoved`, { token: app.superuser })
  const { json, status } = await send(app, requests, [
    ['requests.0.photo', file('b.png')],
    ['requests.1.photo', file('c.png')],
  ])
  expect(status).toBe(200)
  await app.app.house.fileKeeper.settled()
  expect(app.stored()).toHaveLength(3)
  expect(app.stored()).toContain(`${app.id}/movedmovedmoved/${json[0].body.photo}`)
  const failing = [...requests.slice(0, 1), { method: 'POST', url: URL, body: { name: 'x'.repeat(30) } }]
  await app.call('DELETE', `${URL}/movedmovedmoved`, { token: app.superuser })
  expect((await send(app, failing, [['requests.0.photo', file('d.png')]])).status).toBe(400)
  await app.app.house.fileKeeper.settled()
  expect(app.stored()).toHaveLength(2)
})

test('services §10 the official SDK uploads, adds, removes, batches, and reads by address and token', async () => {
  const app = await batchApp()
  const server = await listen(app.app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const pb = new PocketBase(server.address)
  pb.authStore.save(app.superuser, null)
  const dishes = pb.collection('dishes')
  const made = await dishes.create({
    name: 'Soto',
    photo: file('a.png'),
    photos: [file('b.png'), file('c.txt', 'Soto')],
    menu: file('menu.txt', 'Soto, Rawon'),
  })
  expect(made['photos']).toHaveLength(2)
  const picture = await fetch(pb.files.getURL(made, made['photo'], { thumb: '100x100' }))
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
  const menu = pb.files.getURL(made, made['menu'])
  expect((await fetch(menu)).status).toBe(404)
  const token = await pb.files.getToken()
  expect(await (await fetch(pb.files.getURL(made, made['menu'], { token }))).text()).toBe('Soto, Rawon')
  const [b] = made['photos']
  const changed = await dishes.update(made.id, { 'photos+': [file('d.png')], 'photos-': [b], photo: null })
  expect(changed['photos'].map((name: string) => name[0])).toEqual(['c', 'd'])
  expect(changed['photo']).toBe('')
  const form = new FormData()
  form.append('photo', file('e.png'))
  expect((await dishes.update(made.id, form))['photo']).toMatch(/^e/)
  const batch = pb.createBatch()
  batch.collection('dishes').create({ name: 'Rawon', photos: [file('f.png'), file('g.png')] })
  batch.collection('dishes').update(made.id, { photos: [changed['photos'][0], file('h.png')] })
  batch.collection('dishes').upsert({ id: 'abcdefghijklmno', photo: file('i.png') })
  const done = await batch.send()
  expect(done.map(({ body }) => body.photos.length)).toEqual([2, 2, 0])
  expect(done[2]?.body.photo).toMatch(/^i/)
  await dishes.delete(made.id)
})
