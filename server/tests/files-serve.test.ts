import { describe, expect, onTestFinished, test } from 'vitest'
import sharp from 'sharp'
import { listen } from '../cli/listen.ts'
import { file, fileApp, type FileApp, png } from './file-app.ts'

const CSP = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox"

/** A dish with one file, and the address of it. */
async function served(
  name: string,
  content: string | Buffer = png,
): Promise<FileApp & { path: string; name: string }> {
  const app = await fileApp()
  const made = await app.dish(['photo', file(name, content)])
  return { ...app, name: made.photo, path: `/api/files/dishes/${made.id}/${made.photo}` }
}

test('services §4.4 a file is served to everybody, with all that keeps it harmless', async () => {
  const { get, path, name } = await served('a.png')
  const response = await get(path)
  expect(response.status).toBe(200)
  expect(Buffer.from(await response.arrayBuffer())).toEqual(png)
  const headers = Object.fromEntries(response.headers)
  expect(headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(png.length),
    'content-disposition': `inline; filename=${name}`,
    'content-security-policy': CSP,
    'x-content-type-options': 'nosniff',
    'cache-control': 'max-age=2592000, stale-while-revalidate=86400',
    'accept-ranges': 'bytes',
  })
  expect(headers).not.toHaveProperty('x-frame-options')
  expect(Date.parse(headers['last-modified'] ?? '')).toBeGreaterThan(Date.now() - 60_000)
  const cross = await get(path, { origin: 'https://app.example' })
  expect(cross.headers.get('access-control-allow-origin')).toBe('*')
})

test('services §4.4 what is not there is not found', async () => {
  const { get, path, name } = await served('a.png')
  const [, , , , id = ''] = path.split('/')
  const others = [
    `/api/files/nothing/${id}/${name}`,
    `/api/files/dishes/nothing/${name}`,
    `/api/files/dishes/${id}/nothing.png`,
    `/api/files/dishes/${id}/${name}.attrs`,
    `/api/files/dishes/${id}/thumbs_${name}`,
    `/api/files/dishes/${id}`,
    `/api/files/dishes/${id}/x/${name}`,
  ]
  for (const other of others) {
    const response = await get(other)
    expect({ other, status: response.status }).toEqual({ other, status: 404 })
    expect(await response.json()).toMatchObject({ data: {}, status: 404 })
  }
  expect((await get(path.replace('dishes', 'DISHES'))).status).toBe(200)
})

test('F1 the spellings of a path that leads elsewhere are not found', async () => {
  const { get, path, name, id } = await served('a.png')
  const [, , , , record = ''] = path.split('/')
  const ways = [
    '..',
    '%2e%2e',
    '..%2f..',
    '%5c',
    '..%5c',
    '%00',
    '.',
    '%2e',
    '//',
    '%2f',
    'C:',
    '%c0%ae%c0%ae',
  ]
  for (const way of ways) {
    for (const other of [
      `/api/files/dishes/${way}/${name}`,
      `/api/files/dishes/${record}/${way}`,
      `/api/files/dishes/${record}/${way}%2f${name}`,
      `/api/files/dishes/${way}%2f${id}%2f${record}/${name}`,
      `/api/files/dishes/${record}/..%2f..%2f..%2fdata.db`,
    ]) {
      const response = await get(other)
      expect({ other, status: response.status }).toEqual({ other, status: 404 })
    }
  }
})

describe('F2 active content is never shown, and never of our origin', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  test.each([
    ['a.svg', svg, 'image/svg+xml'],
    ['a.png', svg, 'image/svg+xml'],
    ['a.html', '<html><script>alert(1)</script></html>', 'text/html; charset=utf-8'],
    [
      'a.xhtml',
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
      'text/html; charset=utf-8',
    ],
    [
      'a.xml',
      '<?xml version="1.0"?><x:a xmlns:x="http://www.w3.org/1999/xhtml"/>',
      'text/xml; charset=utf-8',
    ],
    ['a.js', 'alert(1)', 'text/javascript'],
    ['a.mjs', 'alert(1)', 'text/javascript'],
    ['a.css', 'a{}', 'text/css'],
    ['a.txt', 'alert(1)', 'text/plain; charset=utf-8'],
    ['a.bin', Buffer.from([0, 1, 2, 3]), 'application/octet-stream'],
  ])('%s', async (name, content, type) => {
    const { get, path } = await served(name, content)
    const { headers } = await get(path)
    expect(headers.get('content-type')).toBe(type)
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(headers.get('content-security-policy')).toBe(CSP)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('a polyglot of GIF and JS is an image', async () => {
    const { get, path } = await served('a.js.gif', 'GIF89a/*\x00\x00*/=1;alert(1)')
    expect((await get(path)).headers.get('content-type')).toBe('image/gif')
  })

  test('`download` makes an attachment of everything', async () => {
    const { get, path } = await served('a.png')
    for (const yes of ['1', 't', 'true'])
      expect((await get(`${path}?download=${yes}`)).headers.get('content-disposition')).toMatch(/^attachment/)
    for (const no of ['0', '', 'false', 'x'])
      expect((await get(`${path}?download=${no}`)).headers.get('content-disposition')).toMatch(/^inline/)
  })
})

test('services §4.4 ranges', async () => {
  const text = 'abcdefghij'
  const { get, path } = await served('a.txt', text)
  const ask = async (range: string, headers = {}) => {
    const response = await get(path, { range, ...headers })
    return [response.status, response.headers.get('content-range'), await response.text()]
  }
  expect(await ask('bytes=2-4')).toEqual([206, 'bytes 2-4/10', 'cde'])
  expect(await ask('bytes=7-')).toEqual([206, 'bytes 7-9/10', 'hij'])
  expect(await ask('bytes=-3')).toEqual([206, 'bytes 7-9/10', 'hij'])
  expect(await ask('bytes=-30')).toEqual([206, 'bytes 0-9/10', text])
  expect(await ask('bytes=8-100')).toEqual([206, 'bytes 8-9/10', 'ij'])
  expect(await ask('bytes=10-')).toEqual([416, 'bytes */10', ''])
  expect(await ask('bytes=-0')).toEqual([416, 'bytes */10', ''])
  for (const odd of ['bytes=4-2', 'bytes=-', 'lines=1-2', 'bytes=0-1,3-4', 'x'])
    expect(await ask(odd)).toEqual([200, null, text])
  const modified = (await get(path)).headers.get('last-modified') ?? ''
  expect(await ask('bytes=0-0', { 'if-range': modified })).toEqual([206, 'bytes 0-0/10', 'a'])
  expect(await ask('bytes=0-0', { 'if-range': '"tag"' })).toEqual([200, null, text])
})

test('services §4.4 a file that has not changed is not sent again', async () => {
  const { get, path } = await served('a.png')
  const modified = (await get(path)).headers.get('last-modified') ?? ''
  const same = await get(path, { 'if-modified-since': modified })
  expect([same.status, await same.text()]).toEqual([304, ''])
  expect((await get(path, { 'if-modified-since': new Date(0).toUTCString() })).status).toBe(200)
})

test('services §4.4 over a socket: HEAD, large files in parts, a client that goes away', async () => {
  const { app, collection, form, superuser } = await fileApp()
  await collection({
    name: 'films',
    type: 'base',
    fields: [{ name: 'film', type: 'file', maxSelect: 1, maxSize: 50_000_000 }],
  })
  const bytes = Buffer.alloc(20_000_003, 'sambal ')
  const { json } = await form(
    'POST',
    '/api/collections/films/records',
    [['film', file('a.bin', bytes)]],
    superuser,
  )
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const url = `${server.address}/api/files/films/${json.id}/${json.film}`
  const head = await fetch(url, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '20000003', ''])
  const missing = await fetch(`${url}x`, { method: 'HEAD' })
  expect([missing.status, await missing.text()]).toEqual([404, ''])
  expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true)
  const part = await fetch(url, { headers: { range: 'bytes=1000000-9000000' } })
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_000_000, 9_000_001))).toBe(true)
  const cut = await fetch(url)
  await cut.body?.cancel()
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
})

test('services §4.4 thumbnails: in 100x100 and the sizes of the field, else the image itself', async () => {
  const image = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#f00' } })
    .png()
    .toBuffer()
  const { get, path, name, stored } = await served('a.png', image)
  const sizeOf = async (thumb: string): Promise<(number | string | null)[]> => {
    const response = await get(`${path}?thumb=${thumb}`)
    const { width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
    return [width, height, response.headers.get('content-disposition')]
  }
  expect(await sizeOf('20x10')).toEqual([20, 10, `inline; filename=20x10_${name}`])
  expect(await sizeOf('100x100')).toEqual([100, 100, `inline; filename=100x100_${name}`])
  expect(await sizeOf('0x30')).toEqual([30, 30, `inline; filename=0x30_${name}`])
  for (const other of ['20x11', '20x10f', '0x0', 'x', '', '99999x1'])
    expect(await sizeOf(other)).toEqual([60, 60, `inline; filename=${name}`])
  expect(stored()).toHaveLength(4)
})

test('F4 of 500 sizes only those of the field are made, and thumbnails go with their image', async () => {
  const image = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#f00' } })
    .png()
    .toBuffer()
  const { get, path, stored, app, call } = await served('a.png', image)
  const sizes = Array.from({ length: 500 }, (_, n) => `${n + 1}x10`)
  const answers = await Promise.all(sizes.map((size) => get(`${path}?thumb=${size}`)))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  expect(stored().filter((key) => key.includes('thumbs_'))).toHaveLength(1)
  const [, , , , record] = path.split('/')
  await call('DELETE', `/api/collections/dishes/records/${record}`)
  await app.house.fileKeeper.settled()
  expect(stored()).toEqual([])
})

test('F3 what is no image, or a broken one, is sent as it is', async () => {
  for (const content of [
    png.subarray(0, 50),
    '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
  ]) {
    const { get, path, stored } = await served('a.png', content)
    const response = await get(`${path}?thumb=100x100`)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(content))
    expect(stored()).toHaveLength(1)
  }
})
