import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { dist } from './kitchen.ts'

/** What may be loaded before the first page is drawn. */
const SHELL_BYTES = 250 * 1024
const SHELL_FILES = 6

/** What a page or a part may add when it is first opened, in KB of gzip; the others may add `OTHERS_KB`. */
const LAZY_KB: Readonly<Record<string, number>> = {
  // tiptap and ProseMirror
  'rich-text': 140,
  // CodeMirror, each time with its language
  'code-input': 135,
  'rules-tab': 160,
  // with dnd-kit
  'channel-list': 160,
  'query-tab': 160,
  'sql-page': 170,
  'sql-editor': 160,
  // uPlot
  'time-bars': 30,
  // xyflow and dagre
  'map-page': 130,
  'map-canvas': 130,
  // dnd-kit and the form
  'collection-editor': 60,
  'edit-collection-page': 60,
  'new-collection-page': 60,
}
const OTHERS_KB = 50

const assets = join(dist, 'assets')
const text = (name: string): string => readFileSync(join(assets, name), 'utf8')
const size = (name: string): number => gzipSync(text(name)).length
const nameOf = (file: string): string => file.replace(/-[\w-]{8}\.js$/, '')

/** The files that a script of the build begins with `import`. */
function importsOf(file: string): string[] {
  return [...text(file).matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)].map(
    ([, name = '']) => name,
  )
}

/** Those that it asks for later. */
function laterOf(file: string): string[] {
  return [...text(file).matchAll(/\bimport\(\s*["'`]\.\/([\w.-]+\.js)["'`]/g)].map(([, name = '']) => name)
}

/** The file, and all that has to be there before it runs. */
function wholeOf(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known
  known.add(file)
  for (const name of importsOf(file)) wholeOf(name, known)
  return known
}

const entry = (): string =>
  /assets\/(index-[\w-]+\.js)/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1] ?? ''

test('the script of the shell and what it begins with fit into their budget', () => {
  const files = [...wholeOf(entry())]
  expect(files.length).toBeGreaterThan(1)
  const sizes = files.map(size)
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(SHELL_BYTES)
  // Each one is a request, and compressed apart from the others.
  expect(files.length).toBeLessThanOrEqual(SHELL_FILES)
})

test('each part that is loaded later fits into the budget of its name', () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
  const shell = wholeOf(entry())
  const lazy = [...new Set(scripts.flatMap(laterOf))]
  expect(lazy.map(nameOf)).toContain('rules-tab')
  const over = lazy.flatMap((file) => {
    const added = [...wholeOf(file)].filter((name) => !shell.has(name))
    const kb = added.reduce((sum, name) => sum + size(name), 0) / 1024
    const budget = LAZY_KB[nameOf(file)] ?? OTHERS_KB
    return kb > budget ? [`${nameOf(file)}: ${kb.toFixed(1)} KB of ${budget}`] : []
  })
  expect(over).toEqual([])
})

test('what is heavy is not part of the shell', () => {
  const shell = [...wholeOf(entry())].map(text).join('')
  for (const mark of ['cm-editor', 'ProseMirror', 'cmdk-item', 'DndDescribedBy', 'react-flow__', 'u-over'])
    expect(shell).not.toContain(mark)
})

test('the page has only scripts and styles that are files of its own', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const scripts = [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)]
  expect(scripts).not.toEqual([])
  for (const [, attributes = '', content = ''] of scripts) {
    expect(attributes).toMatch(/src="\/_\//)
    expect(content.trim()).toBe('')
  }
  expect(html).not.toMatch(/<style|\son\w+=|https?:\/\//)
})
