import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { file, fileApp, type Parts, png } from './file-app.ts'

const R = '[a-z0-9]{10}'
const RECORDS = '/api/collections/dishes/records'

test('services §4.1 a file of a form is stored under a name of ours, with its own type', async () => {
  const { dish, stored, id, dir } = await fileApp()
  const made = await dish(['name', 'Soto'], ['photo', file('My Soto(1).PNG')])
  expect(made.photo).toMatch(new RegExp(`^my_soto_1_${R}\\.PNG$`))
  expect(made).toMatchObject({ name: 'Soto', photos: [], menu: '' })
  const key = `${id}/${made.id}/${made.photo}`
  expect(stored()).toEqual([key])
  expect(readFileSync(join(dir, 'storage', key))).toEqual(png)
  expect(JSON.parse(readFileSync(join(dir, 'storage', `${key}.attrs`), 'utf8'))).toMatchObject({
    'user.content_type': 'image/png',
    'user.metadata': { 'original-filename': 'My Soto(1).PNG' },
    md5: expect.stringMatching(/^[\w+/]{22}==$/),
  })
  expect(readdirSync(join(dir, 'tmp'))).toEqual([])
})

test('data §3.12 names that are sent are kept, others removed; uploads come behind them, or where the key says', async () => {
  const { dish, form, stored, superuser, app } = await fileApp()
  const made = await dish(['photos', file('a.png')], ['photos', file('b.png')], ['photos+', file('c.png')])
  const [a, b, c] = made.photos
  expect(made.photos.map((name: string) => name[0])).toEqual(['a', 'b', 'c'])
  const path = `${RECORDS}/${made.id}`
  const change = async (...parts: Parts) => {
    const { json, text } = await form('PATCH', path, parts, superuser)
    await app.house.fileKeeper.settled()
    expect(json.photos, text).toBeDefined()
    return json.photos.map((name: string) => name.slice(0, name.indexOf('_')).slice(0, 1))
  }
  expect(await change(['photos', b], ['photos', a])).toEqual(['b', 'a'])
  expect(stored().map((key) => key.split('/')[2])).toEqual([a, b])
  expect(await change(['photos', a], ['photos', file('d.png')])).toEqual(['a', 'd'])
  expect(await change(['+photos', file('e.png')], ['photos+', file('f.png')])).toEqual(['e', 'a', 'd', 'f'])
  expect(await change(['photos-', a])).toEqual(['e', 'd', 'f'])
  expect(await change(['photos', file('g.png')])).toEqual(['g'])
  expect(await change(['@jsonPayload', '{"photos":null}'])).toEqual([])
  expect(stored()).toEqual([])
  expect(c).toMatch(/^c/)
})

test('data §3.12 a field for one file keeps the last one, and the one before is removed', async () => {
  const { dish, form, stored, superuser, app } = await fileApp()
  const made = await dish(['photo', file('a.png')], ['photo', file('b.png')])
  expect(made.photo).toMatch(/^b/)
  expect(stored()).toHaveLength(1)
  const { json } = await form('PATCH', `${RECORDS}/${made.id}`, [['photo+', file('c.png')]], superuser)
  expect(json.photo).toMatch(/^c/)
  await app.house.fileKeeper.settled()
  expect(stored().map((key) => key.split('/')[2])).toEqual([json.photo])
  const { json: same } = await form('PATCH', `${RECORDS}/${made.id}`, [['photo', json.photo]], superuser)
  expect(same.photo).toBe(json.photo)
  const { json: none } = await form('PATCH', `${RECORDS}/${made.id}`, [['photo', '']], superuser)
  expect(none.photo).toBe('')
  await app.house.fileKeeper.settled()
  expect(stored()).toEqual([])
})

describe('services §4.1 what is refused leaves nothing behind', () => {
  test.each<[string, Parts, object]>([
    [
      'a name that the record has not',
      [['photo', 'a.png']],
      { photo: { code: 'validation_invalid_file', params: { invalidFiles: ['a.png'] } } },
    ],
    [
      'such a name, before there are too many',
      [['photos', 'x.png'], ...Array.from({ length: 6 }, () => ['photos', file('a.png')] as const)],
      { photos: { code: 'validation_invalid_file' } },
    ],
    [
      'too many, before one of them is of another type',
      Array.from({ length: 6 }, () => ['photos', file('a.pdf', '%PDF-1.7 x')] as const),
      { photos: { code: 'validation_too_many_files', params: { maxSelect: 5 } } },
    ],
    [
      'a file that is too large, and not the name of it',
      [['photo', file('big.png', 'x'.repeat(1001))]],
      { photo: { code: 'validation_file_size_limit', params: { file: 'big.png', maxSize: 1000 } } },
    ],
    [
      'a file of another type, whatever it is called',
      [['photos', file('a.png', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/png')]],
      { photos: { code: 'validation_invalid_mime_type' } },
    ],
    [
      'a file beside another mistake',
      [
        ['photo', file('a.png')],
        ['name', 'x'.repeat(21)],
      ],
      { name: { code: 'validation_max_text_constraint' } },
    ],
    [
      'a file with an id that no record may have',
      [
        ['photo', file('a.png')],
        ['id', '../../x'],
      ],
      { id: { code: 'validation_min_text_constraint' } },
    ],
  ])('%s', async (_, parts, data) => {
    const { form, stored, superuser, dir } = await fileApp()
    const { status, json } = await form('POST', RECORDS, parts, superuser)
    expect({ status, data: json.data }).toMatchObject({ status: 400, data })
    expect(stored()).toEqual([])
    expect(readdirSync(join(dir, 'tmp'))).toEqual([])
  })

  test('the rule, of which the files are never even looked at', async () => {
    const { form, stored } = await fileApp()
    const parts: Parts = [
      ['name', 'forbidden'],
      ['photo', file('a.png')],
    ]
    expect((await form('POST', RECORDS, parts)).status).toBe(400)
    expect(stored()).toEqual([])
  })

  test('an id that is taken: the files of its record stay', async () => {
    const { dish, form, stored, superuser } = await fileApp()
    const made = await dish(['photo', file('a.png')])
    const parts: Parts = [
      ['id', made.id],
      ['photo', file('b.png')],
    ]
    const { status, json } = await form('POST', RECORDS, parts, superuser)
    expect({ status, code: json.data.id?.code }).toEqual({ status: 400, code: 'validation_not_unique' })
    expect(stored().map((key) => key.split('/')[2])).toEqual([made.photo])
  })
})

test('services §4.1 types are compared without their parameters, and csv is no plain text', async () => {
  const { dish } = await fileApp()
  const made = await dish(['photos', file('a.txt', 'Soto')], ['photos', file('b.csv', 'a,b\n1,2\n')])
  expect(made.photos).toHaveLength(2)
})

test('services §4.1 files without a field are passed over, and so are those of hidden fields', async () => {
  const { collection, form, superuser, dish, stored } = await fileApp()
  await collection({
    name: 'secrets',
    type: 'base',
    createRule: '',
    fields: [{ name: 'paper', type: 'file', maxSelect: 1, hidden: true }],
  })
  const path = '/api/collections/secrets/records'
  expect((await form('POST', path, [['paper', file('a.png')]])).status).toBe(200)
  expect(stored()).toEqual([])
  const { json } = await form('POST', path, [['paper', file('a.png')]], superuser)
  expect(json.paper).toMatch(/^a/)
  await dish(['name', file('a.png')], ['nothing', file('a.png')], ['photo-', file('a.png')])
  expect(stored()).toHaveLength(1)
})

test('services §4.1 rules see the names of files that are sent', async () => {
  const { collection, form } = await fileApp()
  await collection({
    name: 'papers',
    type: 'base',
    createRule: '@request.body.scan:isset = true && @request.body.scan:length = 2 && scan:length = 2',
    fields: [{ name: 'scan', type: 'file', maxSelect: 5 }],
  })
  const path = '/api/collections/papers/records'
  expect((await form('POST', path, [['scan', file('a.png')]])).status).toBe(400)
  const two: Parts = [
    ['scan', file('a.png')],
    ['scan', file('b.png')],
  ]
  expect((await form('POST', path, two)).status).toBe(200)
})

test('data §4.8 a record takes its files with it, and so does a cascade, a truncate, a collection', async () => {
  const { app, call, collection, form, superuser, dish, stored, id } = await fileApp()
  await collection({
    name: 'parts',
    type: 'base',
    fields: [
      { name: 'dish', type: 'relation', collectionId: id, maxSelect: 1, cascadeDelete: true },
      { name: 'scan', type: 'file', maxSelect: 1 },
    ],
  })
  const part = (of: string) =>
    form(
      'POST',
      '/api/collections/parts/records',
      [
        ['dish', of],
        ['scan', file('s.png')],
      ],
      superuser,
    )
  const [a, b] = [await dish(['photo', file('a.png')]), await dish(['photos', file('b.png')])]
  await part(a.id)
  await part(b.id)
  expect(stored()).toHaveLength(4)
  await call('DELETE', `${RECORDS}/${a.id}`)
  await app.house.fileKeeper.settled()
  expect(stored()).toHaveLength(2)
  await call('DELETE', '/api/collections/dishes/truncate', { token: superuser })
  await app.house.fileKeeper.settled()
  expect(stored()).toEqual([])
  await form('POST', '/api/collections/parts/records', [['scan', file('s.png')]], superuser)
  expect(stored()).toHaveLength(1)
  expect((await call('DELETE', '/api/collections/parts', { token: superuser })).status).toBe(204)
  await app.house.fileKeeper.settled()
  expect(stored()).toEqual([])
})
