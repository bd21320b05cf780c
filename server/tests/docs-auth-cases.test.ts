import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/auth-cases.md'), 'utf8')

/** The tests of the server by the names of their files. */
function testFiles(): Map<string, string> {
  const files = new Map<string, string>()
  for (const path of readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.test.ts')) continue
    const name = basename(path)
    files.set(name, `${files.get(name) ?? ''}${readFileSync(join(root, 'server', path), 'utf8')}`)
  }
  return files
}

test('docs/auth-cases.md names tests that are there', () => {
  const files = testFiles()
  const missing: string[] = []
  const rows = page.split('\n').filter((line) => /^\| A\d+ \|/.test(line))
  for (const row of rows) {
    for (const [, file = '', titles = ''] of row.matchAll(/`([\w-]+\.test\.ts)`: ((?:“[^”]+”(?:, )?)+)/g))
      for (const [, title = ''] of titles.matchAll(/“([^”]+)”/g))
        if (!files.get(file)?.includes(`'${title}'`)) missing.push(`${file}: ${title}`)
  }
  expect(missing).toEqual([])
  expect(rows.map((row) => row.split(' ')[1])).toEqual(
    'A1 A3 A4 A6 A7 A8 A9 A11 A12 A13 A14 A16 A17 A18'.split(' '),
  )
})
