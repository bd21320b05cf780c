import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { baseType, md5Of, sniffHead, sniffType } from './sniff.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<html><script>x</script>', 'utf16le')])

describe('services §4.1 the type of a file is that of its content', () => {
  test.each<[string, Buffer | string, string, string]>([
    ['png', png, 'image/png', '.png'],
    ['pdf', '%PDF-1.7\n%âãÏÓ\n', 'application/pdf', '.pdf'],
    ['gif', 'GIF89a\x01\x00\x01\x00', 'image/gif', '.gif'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml', '.svg'],
    ['svg behind a comment', '<!-- x --><svg >', 'image/svg+xml', '.svg'],
    [
      'svg with a declaration',
      '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg xmlns="x">',
      'image/svg+xml',
      '.svg',
    ],
    ['svg with a mark', '\ufeff  <svg\n width="1">', 'image/svg+xml', '.svg'],
    ['svg in a namespace', '<s:svg xmlns:s="http://www.w3.org/2000/svg">', 'image/svg+xml', '.svg'],
    ['html', '<!DOCTYPE html><title>x</title>', 'text/html', '.html'],
    ['html without a head', ' \n<script>alert(1)</script>', 'text/html', '.html'],
    ['html in UTF-16', utf16, 'text/html', '.html'],
    ['xhtml', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', 'text/html', '.html'],
    ['xml', '<?xml version="1.0"?><a/>', 'text/xml', '.xml'],
    ['xsl', '<?xml version="1.0"?><xsl:stylesheet/>', 'text/xml', '.xml'],
    ['text', 'Nasi uduk, 18.000 rupiah', 'text/plain', '.txt'],
    ['javascript', 'alert(1)', 'text/plain', '.txt'],
    ['text in Latin-1', Buffer.from('caf\xe9', 'latin1'), 'text/plain', '.txt'],
    ['empty', '', 'text/plain', '.txt'],
    ['json', '{"a":1}', 'application/json', '.json'],
    ['json lines', '{"a":1}\n{"a":2}\n', 'application/x-ndjson', '.ndjson'],
    ['what begins like json', '{a: 1}', 'text/plain', '.txt'],
    ['csv', 'dish,price\n"Soto, ayam",20\nRawon,30\n', 'text/csv', '.csv'],
    ['tsv', 'dish\tprice\nSoto\t20\n', 'text/tab-separated-values', '.tsv'],
    ['a letter with commas', 'Hello, you\nGoodbye\n', 'text/plain', '.txt'],
    ['a calendar', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR', 'text/calendar', '.ics'],
    ['bytes', Buffer.from([0, 1, 2, 3, 250, 9]), 'application/octet-stream', ''],
    ['a polyglot of GIF and JS', 'GIF89a/*\x00\x00*/=1;alert(1)', 'image/gif', '.gif'],
  ])('%s', async (_, content, type, extension) => {
    const found = await sniffHead(Buffer.from(content), true)
    expect(baseType(found.type)).toBe(type)
    expect(found.extension).toBe(extension)
  })

  test('of a long file the beginning is enough', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sniff-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, 'x')
    const files: [string, string][] = [
      [`{"a":"${'x'.repeat(200_000)}"}`, 'application/json'],
      [`dish,price\n${'Soto,20\n'.repeat(20_000)}`, 'text/csv; charset=utf-8'],
      [`${'x'.repeat(65_535)}é and so on`, 'text/plain; charset=utf-8'],
    ]
    for (const [text, type] of files) {
      await writeFile(path, text)
      expect((await sniffType(path)).type).toBe(type)
    }
  })

  test('parameters do not count', () => {
    expect(baseType('Text/HTML; charset=utf-8')).toBe('text/html')
  })
})

test('the MD5 sum of a file is that of all its bytes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'md5-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'x')
  await writeFile(path, '')
  expect(await md5Of(path)).toBe('1B2M2Y8AsgTpgAmY7PhCfg==')
  await writeFile(path, 'a'.repeat(1_000_000))
  expect(await md5Of(path)).toBe('dwfWrk4CfHDuoqk1wilvIQ==')
})
