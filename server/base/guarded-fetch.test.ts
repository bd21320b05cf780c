import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { guardedFetch, OutgoingError } from './guarded-fetch.ts'
import { isPublicAddress } from './public-address.ts'

interface Canary {
  readonly port: number
  readonly url: string
  readonly hits: IncomingMessage[]
}

async function canary(
  answer: RequestListener = (_, response) => response.end('sung'),
  host = '127.0.0.1',
): Promise<Canary> {
  const hits: IncomingMessage[] = []
  const server = createServer((request, response) => {
    hits.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}/`, hits }
}

const hosts = `
  127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 017700000001
  0x7f.0x0.0x0.0x1 0177.0.0.0x1 127.000.000.001 127.0.0.1. %31%32%37.0.0.1 127%2e0.0.1 ①②⑦.⓪.⓪.①
  １２７.0.0.1 127。0。0。1 127．0．0．1 127｡0｡0｡1 𝟭𝟮𝟳.𝟬.𝟬.𝟭 localhost LOCALHOST localhost. ｌｏｃａｌｈｏｓｔ
  loc\u00adalhost ⓛⓞⓒⓐⓛⓗⓞⓢⓣ 0.0.0.0 0 0x0 00.0.0 127.0.0.2 127.255.255.254 2130706434 [::1]
  [0:0:0:0:0:0:0:1] [0000::0001] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001]
  [::127.0.0.1] [::7f00:1] [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b:1::7f00:1] [2002:7f00:1::]
  [2001:0:7f00:1::] [::ffff:0:127.0.0.1] [fe80::1] [febf::1] [fec0::1] [fc00::1] [fd00::1] [ff02::1]
  169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 [::ffff:a9fe:a9fe] [fd00:ec2::254]
  169.254.1 10.0.0.1 10.1 167772161 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1 0xc0a80001
  100.64.0.1 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1
  255.255.255.255 0.1.2.3 [2001:db8::1] [100::1] [2001:20::1] [5f00::1] [4000::1] [3fff::1]
`
  .trim()
  .split(/\s+/)

test(`F5 none of ${hosts.length} spellings of an address that is not public is asked`, async () => {
  const { port, hits } = await canary(undefined, '::')
  for (const host of hosts) {
    await expect(guardedFetch(`http://${host}:${port}/`, { allowPrivate: false }), host).rejects.toThrow(
      /public internet|ENOTFOUND|this is no address/,
    )
  }
  expect(hits).toHaveLength(0)
})

test('F5 the same addresses are hit where private ones are allowed: the canary sings', async () => {
  const { port, hits } = await canary(undefined, '::')
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::1]', '[::ffff:7f00:1]'])
    expect(String((await guardedFetch(`http://${host}:${port}/`, { allowPrivate: true })).body)).toBe('sung')
  expect(hits).toHaveLength(5)
})

test('F5 what is no address of the web, or names a user, is not asked', async () => {
  const { port, hits } = await canary()
  const addresses = [
    '',
    '/',
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'gopher://127.0.0.1/',
    'data:,x',
    'http://',
  ]
  const disguised = [`http://good.example@127.0.0.1:${port}/`, `http://a:b@127.0.0.1:${port}/`]
  for (const address of [...addresses, ...disguised])
    await expect(guardedFetch(address, { allowPrivate: true }), address).rejects.toBeInstanceOf(OutgoingError)
  expect(hits).toHaveLength(0)
})

test('F5 a redirect to an address that is not public is not followed, not even by who may ask one', async () => {
  const inner = await canary()
  const outer = await canary((_, response) => response.writeHead(302, { location: inner.url }).end())
  await expect(guardedFetch(outer.url, { allowPrivate: true })).rejects.toThrow('public internet')
  expect([outer.hits.length, inner.hits.length]).toEqual([1, 0])
})

test('a redirect within the origin is followed with its headers, three times at most', async () => {
  const { url, hits } = await canary((request, response) => {
    const at = Number(request.url?.slice(1) || 0)
    if (at === 3) response.end('there')
    else response.writeHead(302, { location: `/${at + 1}` }).end()
  })
  const headers = { authorization: 'Bearer t' }
  expect(String((await guardedFetch(url, { allowPrivate: true, headers })).body)).toBe('there')
  expect(hits.map((hit) => hit.headers.authorization)).toEqual(Array(4).fill('Bearer t'))
  const endless = await canary((_, response) => response.writeHead(302, { location: '/' }).end())
  await expect(guardedFetch(endless.url, { allowPrivate: true })).rejects.toThrow('too often')
  expect(endless.hits).toHaveLength(4)
})

test('a POST follows nothing: its body is for the address that was named', async () => {
  const { url, hits } = await canary((_, response) =>
    response.writeHead(307, { location: '/elsewhere' }).end('no'),
  )
  const { status, body } = await guardedFetch(url, { method: 'POST', body: 'code=1', allowPrivate: true })
  expect([status, String(body), hits.length]).toEqual([307, 'no', 1])
})

test('an answer that is too large, compressed or too late is not taken', async () => {
  const large = await canary((_, response) => response.end('x'.repeat(2000)))
  await expect(guardedFetch(large.url, { allowPrivate: true, limit: 1000 })).rejects.toThrow(
    'larger than 1000',
  )
  const chunked = await canary((_, response) => {
    response.write('x'.repeat(600))
    response.end('x'.repeat(600))
  })
  await expect(guardedFetch(chunked.url, { allowPrivate: true, limit: 1000 })).rejects.toThrow(
    'larger than 1000',
  )
  const zipped = await canary((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
  )
  await expect(guardedFetch(zipped.url, { allowPrivate: true })).rejects.toThrow('compressed')
  const slow = await canary((_, response) => void response.write('x'))
  await expect(guardedFetch(slow.url, { allowPrivate: true, timeout: 100 })).rejects.toThrow(/abort/i)
  const signal = AbortSignal.abort()
  await expect(guardedFetch(slow.url, { allowPrivate: true, signal })).rejects.toThrow(/abort/i)
})

test('public addresses are public', () => {
  for (const address of ['8.8.8.8', '1.1.1.1', '2606:4700::1111', '2a00:1450:4001::200e'])
    expect(isPublicAddress(address), address).toBe(true)
  expect(isPublicAddress('example.com')).toBe(false)
})
