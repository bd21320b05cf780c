import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { incomingIp } from './client-ip.ts'

type Trusted = Parameters<typeof incomingIp>[0]

let trusted: Trusted = { headers: [], useLeftmostIP: false }
const server = createServer((incoming, outgoing) => outgoing.end(incomingIp(trusted, incoming)))
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** What the server takes for the address of a client that sends these headers; several values are several lines. */
function seenAs(headers: Readonly<Record<string, string | string[]>>): Promise<string> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve(text))
    })
    sent.on('error', reject).end()
  })
}

const PEER = '127.0.0.1'
const X = 'X-Forwarded-For'

type Row = readonly [
  title: string,
  trust: Partial<Trusted>,
  headers: Readonly<Record<string, string | string[]>>,
  ip: string,
]

const rows: readonly Row[] = [
  ['no header is believed by default', {}, { [X]: '1.1.1.1', forwarded: 'for=1.1.1.1' }, PEER],
  ['a header of another name is not believed', { headers: ['X-Real-IP'] }, { [X]: '1.1.1.1' }, PEER],
  [
    'a named one is, whatever its letter case',
    { headers: ['x-FORWARDED-for'] },
    { [X]: '1.1.1.1' },
    '1.1.1.1',
  ],
  ['from the right', { headers: [X] }, { [X]: '1.1.1.1, 2.2.2.2' }, '2.2.2.2'],
  [
    'from the left when asked to',
    { headers: [X], useLeftmostIP: true },
    { [X]: '1.1.1.1, 2.2.2.2' },
    '1.1.1.1',
  ],
  ['what is no address is passed over', { headers: [X] }, { [X]: '1.1.1.1, unknown, , 2.2.2' }, '1.1.1.1'],
  ['an address with a port is none', { headers: [X] }, { [X]: '1.1.1.1, 2.2.2.2:80, [::1]:80' }, '1.1.1.1'],
  ['of several lines the last counts', { headers: [X] }, { [X]: ['1.1.1.1', '2.2.2.2, 3.3.3.3'] }, '3.3.3.3'],
  [
    'of several lines the last counts, from its left',
    { headers: [X], useLeftmostIP: true },
    { [X]: ['1.1.1.1', '2.2.2.2, 3.3.3.3'] },
    '2.2.2.2',
  ],
  [
    'headers are asked in their order',
    { headers: ['X-Real-IP', X] },
    { [X]: '1.1.1.1', 'X-Real-IP': '2.2.2.2' },
    '2.2.2.2',
  ],
  [
    'the next one where the first says nothing',
    { headers: ['X-Real-IP', X] },
    { [X]: '1.1.1.1', 'X-Real-IP': '-' },
    '1.1.1.1',
  ],
  ['the other end of the socket at last', { headers: [X] }, { [X]: 'nonsense' }, PEER],
  [
    'IPv6 has all its digits',
    { headers: [X] },
    { [X]: '2001:DB8::1' },
    '2001:0db8:0000:0000:0000:0000:0000:0001',
  ],
  ['IPv4 that is written as IPv6 is IPv4', { headers: [X] }, { [X]: '::ffff:1.2.3.4' }, '1.2.3.4'],
  ['in its other form too', { headers: [X] }, { [X]: '0:0:0:0:0:ffff:0102:0304' }, '1.2.3.4'],
  [
    'a zone is no part of it',
    { headers: [X] },
    { [X]: 'fe80::1%eth0' },
    'fe80:0000:0000:0000:0000:0000:0000:0001',
  ],
  [
    'octal, hexadecimal and short forms are none',
    { headers: [X] },
    { [X]: '1.1.1.1, 010.0.0.1, 0x7f.1, 2130706433' },
    '1.1.1.1',
  ],
]

test.each(rows)('services §7.3 A11 %s', async (_, trust, headers, ip) => {
  trusted = { headers: [], useLeftmostIP: false, ...trust }
  expect(await seenAs(headers)).toBe(ip)
})
