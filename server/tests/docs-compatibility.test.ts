import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/*
 * docs/compatibility.md has one row for each numbered subsection of the contract that this server has, and each row is
 * proved by a test whose title begins with it: `data §4.5 …`, `services §6.1 …`, or with several of them.
 */

const root = join(import.meta.dirname, '../..')

/** The two documents number independently; `chapter: how many subsections`. */
const sections = {
  data: numbered({ 1: 10, 2: 10, 3: 16, 4: 12, 5: 12, 6: 4, 7: 9, 8: 6 }),
  services: [
    ...numbered({ 0: 5, 1: 5 }),
    '2.0',
    '2.0.1',
    ...numbered({ 2: 14, 3: 6, 4: 5, 5: 4, 6: 6, 7: 3, 8: 5, 9: 1 }),
    '12.1',
    '12.2',
    '12.3',
    '12.5',
  ],
} as const

/** Of these the page has no row of their own, but titles may name them. */
const chapters = { data: ['6'], services: ['10', '11'] } as const

type Contract = keyof typeof sections

function numbered(chapters: Readonly<Record<number, number>>): string[] {
  return Object.entries(chapters).flatMap(([chapter, count]) =>
    Array.from({ length: count }, (_, i) => `${chapter}.${i + 1}`),
  )
}

test('docs/compatibility.md has a row for each subsection of the contract, and each row has a test', () => {
  expect(faultsOf(readFileSync(join(root, 'docs/compatibility.md'), 'utf8'), allTitles())).toEqual([])
})

test('control: a row without a test, and a subsection without a row, are found', () => {
  const rows = allNames().map((name) => `| ${name} | what | – |`)
  const titles = allNames().map((name) => `${name} does this`)
  expect(faultsOf(rows.join('\n'), titles)).toEqual([])
  const without = (lines: readonly string[], name: string) =>
    lines.filter((line) => !line.includes(`${name} `))
  expect(faultsOf(rows.join('\n'), without(titles, 'data §4.5'))).toEqual(['data §4.5 has no test'])
  expect(faultsOf(rows.join('\n'), [...without(titles, 'data §4.5'), 'data §4.51 x'])).toEqual([
    'data §4.5 has no test',
    '"data §4.51 x" names data §4.51, which is no subsection',
  ])
  expect(faultsOf(without(rows, 'services §6.1').join('\n'), titles)).toEqual(['services §6.1 has no row'])
  expect(faultsOf([...rows, rows[0]].join('\n'), titles)).toEqual(['data §1.1 has 2 rows'])
})

test('control: a title that leaves open which document it means, and a row of nothing, are found', () => {
  const rows = allNames().map((name) => `| ${name} | what | – |`)
  const titles = allNames().map((name) => `${name} does this`)
  expect(faultsOf(rows.join('\n'), [...titles, '§4.5 does this'])).toEqual([
    '"§4.5 does this" does not say which document: data §… or services §…',
  ])
  expect(faultsOf([...rows, '| data §9.9 | what | – |'].join('\n'), titles)).toEqual([
    'data §9.9 has a row, but is no subsection',
  ])
})

test('the titles of a file are found, in whatever way it has its tests', () => {
  const source = `
    test('data §1.1 a', () => {})
    describe.each(doors)(\`data §1.2 b \${name}\`, () => {})
    it.each([
      1,
    ])(
      "services §2.0.1 §2.2 data §3.1 c",
      () => {},
    )
    scenario('§1.3 d', {})
    expect(text).toContain('services')`
  const titles = titlesOf(source)
  expect(titles).toEqual(['data §1.1 a', 'data §1.2 b ${name}', 'services §2.0.1 §2.2 data §3.1 c', '§1.3 d'])
  expect(titles.flatMap(namesOf)).toEqual([
    'data §1.1',
    'data §1.2',
    'services §2.0.1',
    'services §2.2',
    'data §3.1',
  ])
})

function allNames(): string[] {
  return contracts().flatMap((contract) => sections[contract].map((section) => `${contract} §${section}`))
}

function contracts(): Contract[] {
  return ['data', 'services']
}

/** What is wrong between the page, the contract and the tests. */
function faultsOf(page: string, titles: readonly string[]): string[] {
  const names = allNames()
  const known = new Set([
    ...names,
    ...contracts().flatMap((contract) => chapters[contract].map((chapter) => `${contract} §${chapter}`)),
  ])
  const rows = [...page.matchAll(/^\| ((?:data|services) §[\d.]+) /gm)].map(([, name = '']) => name)
  const proved = new Set(titles.flatMap(namesOf))
  return [
    ...names.flatMap((name) => {
      const count = rows.filter((row) => row === name).length
      return count === 1 ? [] : [count === 0 ? `${name} has no row` : `${name} has ${count} rows`]
    }),
    ...rows.filter((row) => !names.includes(row)).map((row) => `${row} has a row, but is no subsection`),
    ...names.filter((name) => !proved.has(name)).map((name) => `${name} has no test`),
    ...titles
      .filter((title) => title.startsWith('§'))
      .map((title) => `"${title}" does not say which document: data §… or services §…`),
    ...titles.flatMap((title) =>
      namesOf(title)
        .filter((name) => !known.has(name))
        .map((name) => `"${title}" names ${name}, which is no subsection`),
    ),
  ]
}

/** The subsections that a title begins with. */
function namesOf(title: string): string[] {
  const [head = ''] = /^(?:(?:data|services)(?: §\d+(?:\.\d+)*)+ ?)+/.exec(title) ?? []
  return [...head.matchAll(/(data|services)((?: §[\d.]+)+)/g)].flatMap(([, contract = '', list = '']) =>
    list
      .trim()
      .split(' ')
      .map((section) => `${contract} ${section}`),
  )
}

function titlesOf(source: string): string[] {
  return [...source.matchAll(/\(\s*(['"`])((?:data |services )?§.*?)\1/g)].map(([, , title = '']) => title)
}

function allTitles(): string[] {
  const rooms = ['server', 'sdk', 'admin-ui', 'scripts', 'tests', 'examples', 'bench']
  return rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(test|suite)\.tsx?$/.test(entry.name))
      // This file is full of titles that are none.
      .filter(({ name }) => name !== 'docs-compatibility.test.ts')
      .filter(({ parentPath }) => !/\/(node_modules|dist)(\/|$)/.test(parentPath))
      .flatMap(({ parentPath, name }) => titlesOf(readFileSync(join(parentPath, name), 'utf8'))),
  )
}
