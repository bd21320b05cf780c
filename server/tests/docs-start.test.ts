import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { testApp, testPassword } from './test-app.ts'

const run = promisify(execFile)

/** The answer goes to a file, the status to standard output. */
const CURL = 'curl() { command curl -sS -o answer -w "%{http_code}" "$@"; };'

interface Told {
  readonly command: string
  /** The answer, as text. */
  readonly answer: string
}

/** Run every example of a page in its order against one server; each has to be answered as the page says. */
async function follow(name: string): Promise<readonly Told[]> {
  const page = readFileSync(join(import.meta.dirname, `../../docs/${name}`), 'utf8')
  const found = [...page.matchAll(/<!-- run: (\d+)(?: save: (\w+)=([\w.]+))? -->\n```sh\n(.*?)```/gs)]
  expect(found).toHaveLength(page.split('```sh\n').length - 1)
  const { app, dir, superuser, record, signIn } = await testApp()
  const account = { password: testPassword, passwordConfirm: testPassword }
  await record('users', { email: 'sri@example.com', ...account })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const TOKEN = await signIn('users', 'sri@example.com')
  const known: Record<string, string> = { BASE: server.address, SUPERUSER: superuser, TOKEN }
  const told: Told[] = []
  for (const [, status = '', save, at = '', command = ''] of found) {
    const env = { PATH: process.env['PATH'], ...known }
    const { stdout } = await run('sh', ['-c', CURL + command], { cwd: dir, env })
    const answer = stdout === '204' ? '' : readFileSync(join(dir, 'answer'), 'utf8')
    expect([stdout, stdout === status ? '' : answer], command).toEqual([status, ''])
    if (save !== undefined) known[save] = valueAt(JSON.parse(answer), at)
    told.push({ command, answer })
  }
  return told
}

function valueAt(answer: unknown, path: string): string {
  const value = path.split('.').reduce<unknown>((at, key) => Object(at)[key], answer)
  expect(typeof value, path).toBe('string')
  return String(value)
}

function answerTo(told: readonly Told[], words: string): string {
  const found = told.find(({ command }) => command.includes(words))
  if (!found) throw new Error(`the page has no example with ${words}`)
  return found.answer
}

test('docs/start.md: every example does what the page says', async () => {
  const told = await follow('start.md')
  expect(JSON.parse(answerTo(told, 'filter=price')).items).toMatchObject([{ name: 'Nasi goreng' }])
  expect(JSON.parse(answerTo(told, '"price": -1')).data).toMatchObject({
    name: { code: 'validation_required' },
    price: { code: 'validation_min_number_constraint' },
  })
})

test('docs/collections.md: every example does what the page says', async () => {
  const told = await follow('collections.md')
  expect(answerTo(told, '/plan')).toContain('title')
  expect(JSON.parse(answerTo(told, '"prices"')).fields.map(({ name }: { name: string }) => name)).toEqual([
    'id',
    'dishes',
    'highest',
  ])
})

test('docs/oauth2.md: the example switches a provider on', async () => {
  const told = await follow('oauth2.md')
  expect(JSON.parse(answerTo(told, 'github')).oauth2).toMatchObject({ enabled: true })
})

test('docs/collections.md: each field type has its row', async () => {
  const { fieldTypes } = await import('../fields/index.ts')
  const page = readFileSync(join(import.meta.dirname, '../../docs/collections.md'), 'utf8')
  const [, table = ''] = page.split('| type | its cells')
  const rows = new Map(
    [...table.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|.*$/gm)].flatMap(([row, names = '']) =>
      names.split(', ').map((name) => [name.replaceAll('`', ''), row] as const),
    ),
  )
  expect([...rows.keys()].toSorted()).toEqual(fieldTypes.all.map(({ name }) => name).toSorted())
  for (const { name, options } of fieldTypes.all) {
    const row = rows.get(name) ?? ''
    if (row.includes('files.md')) continue
    const untold = Object.keys(options).filter((option) => !row.includes(`\`${option}\``))
    expect(untold, name).toEqual(name === 'text' ? ['primaryKey'] : [])
  }
})
