import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/*
 * Of all pages: each link into the repository leads to something, and each block after `<!-- from: path -->` stands
 * word for word in that file, indented as it likes.
 */

const root = join(import.meta.dirname, '../..')

function allPages(): string[] {
  const folders = ['docs', 'examples']
  const found = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => join(root, folder, name)),
  )
  return [join(root, 'README.md'), ...found]
}

/** What is wrong with a page, in sentences. */
function faultsOf(text: string, path: string): string[] {
  return [...linkFaults(text, path), ...blockFaults(text)].map((fault) => `${relative(root, path)}: ${fault}`)
}

function linkFaults(text: string, path: string): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '')
  const inHtml = [...text.matchAll(/(?:srcset|src|href)="([^"]+)"/g)]
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...inHtml].map(([, target = '']) => target)
  return targets
    .filter((target) => !/^(?:https?:|mailto:)/.test(target))
    .flatMap((target) => {
      const [file = '', anchor = ''] = target.split('#')
      const there = file === '' ? path : join(dirname(path), file)
      if (file !== '' && !existsSync(there)) return [`the link ${target} leads nowhere`]
      if (anchor === '' || anchorsOf(file === '' ? text : readFileSync(there, 'utf8')).has(anchor)) return []
      return [`the link ${target} leads to no heading`]
    })
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)
  const names = [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set(names)
}

function blockFaults(text: string): string[] {
  const marked = [...text.matchAll(/<!-- from: (\S+) -->(?:\n```\w*\n([\s\S]*?)```)?/g)]
  return marked.flatMap(([, source = '', block = '']) => {
    const path = join(root, source)
    if (!existsSync(path)) return [`there is no ${source}`]
    if (block.trim() === '') return [`no block follows the mark of ${source}`]
    return flat(readFileSync(path, 'utf8')).includes(flat(block)) ? [] : [`a block is not in ${source}`]
  })
}

/** Without indentation: a block of a page begins at the margin. */
function flat(code: string): string {
  return code
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()
}

test('docs: every link leads somewhere, and every block with a source stands in it', () => {
  const pages = allPages()
  expect(pages.length).toBeGreaterThan(20)
  expect(pages.flatMap((path) => faultsOf(readFileSync(path, 'utf8'), path))).toEqual([])
})

test('docs: the index of the README names every page', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const left = readdirSync(join(root, 'docs')).filter(
    (name) => name.endsWith('.md') && !readme.includes(`docs/${name}`),
  )
  // The page about sign-in leads to it.
  expect(left).toEqual(['auth-cases.md'])
})

/** Pages whose blocks are tested without the page being read, and by what. */
const TESTED_APART: Readonly<Record<string, string>> = {
  'types.md': 'server/tests/types.test.ts',
  'deploy.md': 'scripts/deploy.test.ts',
}

test('docs: every page with code has a test that reads it', () => {
  const rooms = ['server', 'sdk', 'scripts']
  const sources = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
      .filter((name) => !name.endsWith('docs-pages.test.ts'))
      .map((name) => readFileSync(join(root, room, name), 'utf8')),
  )
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
  const untested = pages.filter((name) => {
    const [, ...blocks] = readFileSync(join(root, 'docs', name), 'utf8').split(/^```(?=[a-z])/m)
    const isRead = sources.some((source) => source.includes(`docs/${name}`) || source.includes(`'${name}'`))
    return blocks.length > 0 && !isRead && !existsSync(join(root, TESTED_APART[name] ?? 'nothing'))
  })
  expect(untested).toEqual([])
})

test('control: dead links, wrong headings and other blocks are found', () => {
  const path = join(root, 'docs/page.md')
  const mark = '<!-- from: examples/clients/go/go.mod -->'
  const good = `# Two words, and *one*\n[a](#two-words-and-one) [b](auth.md)\n${mark}\n\`\`\`\n  module session\n\`\`\``
  expect(faultsOf(good, path)).toEqual([])
  const bad = [
    '[a](none.md)',
    '[b](#none)',
    '<img src="images/none.png">',
    `${mark}\n\`\`\`\nmodule other\n\`\`\``,
    `${mark}\nwords`,
    '<!-- from: none.ts -->',
  ]
  expect(bad.flatMap((text) => faultsOf(text, path))).toEqual([
    'docs/page.md: the link none.md leads nowhere',
    'docs/page.md: the link #none leads to no heading',
    'docs/page.md: the link images/none.png leads nowhere',
    'docs/page.md: a block is not in examples/clients/go/go.mod',
    'docs/page.md: no block follows the mark of examples/clients/go/go.mod',
    'docs/page.md: there is no none.ts',
  ])
})
