import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { type TestApp, testApp } from './test-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8')
const run = promisify(execFile)

const examples = [...page.matchAll(/<!-- rule: (\w+) -->\n```\n(.*?)\n```\n> (.*?)\n/gs)].map(
  ([, collection = '', text = '', sentence = '']) => ({ collection, text, sentence }),
)

/** The collections that the page speaks of. */
async function warung({ collection }: TestApp): Promise<void> {
  const users = '_pb_users_auth_'
  const categories = await collection({ name: 'categories', fields: [{ name: 'name', type: 'text' }] })
  const dishes = await collection({
    name: 'dishes',
    fields: [
      { name: 'name', type: 'text' },
      { name: 'price', type: 'number' },
      { name: 'soldOut', type: 'bool' },
      { name: 'tags', type: 'select', values: ['hot', 'new', 'secret'], maxSelect: 3 },
      { name: 'cook', type: 'relation', collectionId: users },
      { name: 'category', type: 'relation', collectionId: categories.id },
      { name: 'place', type: 'geoPoint' },
    ],
  })
  await collection({
    name: 'orders',
    fields: [
      { name: 'dish', type: 'relation', collectionId: dishes.id },
      { name: 'guest', type: 'relation', collectionId: users },
      { name: 'status', type: 'select', values: ['open', 'served'] },
      { name: 'due', type: 'date' },
    ],
  })
}

test('docs/rules.md: every rule fits, and its sentence is what the server says', async () => {
  const app = await testApp()
  await warung(app)
  expect(examples).toHaveLength(page.split('<!-- rule: ').length - 1)
  for (const { collection, text, sentence } of examples) {
    const body = { text, collection }
    const { json } = await app.call('POST', '/api/rules/check', { token: app.superuser, body })
    expect(json, text).toEqual({ ok: true, sentence })
  }
})

test('docs/rules.md: a mistake is shown in its place, and a rule is explained', async () => {
  const app = await testApp()
  await warung(app)
  const dish = await app.record('dishes', { name: 'soto' })
  const server = await listen(app.app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const commands = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, command = '']) => command)
  const env = { PATH: process.env['PATH'], BASE: server.address, SUPERUSER: app.superuser, DISH: dish.id }
  const answers = await Promise.all(
    commands.map(async (command) => JSON.parse((await run('sh', ['-c', command], { env })).stdout)),
  )
  expect(answers).toMatchObject([
    {
      ok: false,
      problem: { from: 0, to: 5 },
      completions: { items: [{ label: 'price' }] },
    },
    { allowed: false, reason: 'closed' },
  ])
})
