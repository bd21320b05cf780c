import { expect, test } from 'vitest'
import { canonicalIp, ipList } from './ip.ts'

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::FFFF:10.0.0.1', '10.0.0.1'],
  ['0:0:0:0:0:ffff:a00:1', '10.0.0.1'],
  ['::1', '0000:0000:0000:0000:0000:0000:0000:0001'],
  ['2001:DB8::a', '2001:0db8:0000:0000:0000:0000:0000:000a'],
  ['fe80::1%eth0', 'fe80:0000:0000:0000:0000:0000:0000:0001'],
  ['', undefined],
  ['010.0.0.1', undefined],
  ['0x7f.1', undefined],
  ['2130706433', undefined],
  ['10.0.0.1:80', undefined],
  ['[::1]', undefined],
])('%s is %s', (text, canonical) => {
  expect(canonicalIp(text)).toBe(canonical)
})

test.each([
  [['10.0.0.0/8'], '10.255.0.1', true],
  [['10.0.0.0/8'], '11.0.0.1', false],
  [['0.0.0.0/0'], '1.2.3.4', true],
  [['0.0.0.0/0'], '::1', false],
  [['::/0'], '1.2.3.4', false],
  [['::ffff:0:0/96'], '1.2.3.4', true],
  [['2001:db8::/32'], '2001:db8:1::1', true],
  [['1.2.3.4', '::1'], '0:0::1', true],
  [['nonsense', '10.0.0.0/99', '10.0.0.0/x'], '10.0.0.0', false],
  [[], '1.2.3.4', false],
  [['1.2.3.4'], '', false],
])('%j holds %s: %s', (entries, address, holds) => {
  expect(ipList(entries)(address)).toBe(holds)
})
