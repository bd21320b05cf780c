import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ApiError, createClient, memoryStore } from '@dapur/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServerProcess, startServer, SUPERUSER } from '../../tests/faults/server-process.ts'
import type { AtlasClient, AtlasSchema } from './atlas.ts'

const run = promisify(execFile)
const dir = mkdtempSync(join(tmpdir(), 'dapur-atlas-'))
let server: ServerProcess
let firstRun = ''

beforeAll(async () => {
  server = await startServer({ dir })
  firstRun = await seed()
}, 60_000)

afterAll(async () => {
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
})

/** As a newcomer does it: in a process of its own. */
async function seed(email: string = SUPERUSER.email): Promise<string> {
  const script = join(import.meta.dirname, 'seed.ts')
  const flags = ['--url', server.url, '--email', email, '--password', SUPERUSER.password]
  const { stdout } = await run(process.execPath, ['--conditions=source', script, ...flags])
  return stdout
}

function connect(): AtlasClient {
  return createClient<AtlasSchema>(server.url, { store: memoryStore() })
}

async function signInAsEditor(printed: string): Promise<AtlasClient> {
  const [, email = '', password = ''] = /Yours is (\S+) with the password (\S+):/.exec(printed) ?? []
  const editor = connect()
  await editor.collection('editors').signIn({ email, password })
  return editor
}

/** The status that the server refuses with; 200 when it does not. */
async function statusOf(answer: Promise<unknown>): Promise<number> {
  try {
    await answer
    return 200
  } catch (error) {
    if (error instanceof ApiError) return error.status
    throw error
  }
}

test('the ten sample queries have answers', () => {
  expect(firstRun.match(/^ {3}[1-9]\d* found.* in [\d.]+ ms$/gm)).toHaveLength(10)
  expect(firstRun).toContain('🇱🇮 Liechtenstein  Austria, Switzerland')
})

test('a guest reads what a filter over a relation finds', async () => {
  const { items, totalItems } = await connect()
    .collection('countries')
    .list({ filter: 'region.name="Asia" && area>3000000', sort: '-area', expand: 'region,borders.region' })
  expect(items.map(({ cca3 }) => cca3)).toEqual(['CHN', 'IND'])
  expect(totalItems).toBe(2)
  expect(items[0]?.expand?.['region']).toMatchObject({ name: 'Asia' })
  expect(items[0]?.expand?.['borders']).toHaveLength(16)
  expect(items[0]).toMatchObject({ flag: '🇨🇳', capital: 'Beijing', position: { lat: 35, lon: 105 } })
})

test('a guest cannot write', async () => {
  const guest = connect()
  const [region] = (await guest.collection('regions').list()).items
  const [country] = (await guest.collection('countries').list({ filter: 'cca3="FRA"' })).items
  const atlantis = { name: 'Atlantis', cca2: 'QQ', cca3: 'QQQ', region: region?.id }
  expect(await statusOf(guest.collection('countries').create(atlantis))).toBe(400)
  expect(await statusOf(guest.collection('countries').update(country?.id ?? '', { area: 1 }))).toBe(404)
  expect(await statusOf(guest.collection('countries').delete(country?.id ?? ''))).toBe(404)
  expect(await statusOf(guest.collection('editors').create({ email: 'a@example.com' }))).toBe(403)
})

test('an editor who signs in can write', async () => {
  const editor = await signInAsEditor(firstRun)
  const [region] = (await editor.collection('regions').list({ filter: 'name="Oceania"' })).items
  const atlantis = { name: 'Atlantis', cca2: 'QQ', cca3: 'QQQ', region: region?.id }
  const { id } = await editor.collection('countries').create(atlantis)
  expect(await editor.collection('countries').update(id, { area: 7 })).toMatchObject({ area: 7 })
  await editor.collection('countries').delete(id)
  expect(await statusOf(editor.collection('countries').get(id))).toBe(404)
})

test('seeding again repairs and adds nothing', async () => {
  const editor = await signInAsEditor(firstRun)
  const [france] = (await editor.collection('countries').list({ filter: 'cca3="FRA"' })).items
  await editor.collection('countries').update(france?.id ?? '', { area: 1, borders: [] })
  await seed()
  const guest = connect()
  expect((await guest.collection('countries').list({ perPage: 1 })).totalItems).toBe(250)
  expect((await guest.collection('regions').list({ perPage: 1 })).totalItems).toBe(6)
  const again = await guest.collection('countries').get(france?.id ?? '')
  expect(again.area).toBe(551_695)
  expect(again.borders).toHaveLength(8)
}, 60_000)

test('every field that a sample query filters or sorts by has an index', async () => {
  const dapur = connect()
  await dapur.collection('_superusers').signIn(SUPERUSER)
  const { fields, indexes } = await dapur.collections.get('countries')
  const asked = [...firstRun.matchAll(/countries\/records\?(\S.*)/g)]
    .map(([, query = '']) => query)
    .join('\n')
  // Lists, points and JSON are one cell each: an index cannot look inside.
  const scalars = fields.filter(({ type }) => ['text', 'number', 'bool'].includes(type))
  const used = scalars.filter(({ name }) => new RegExp(`(?:filter=|sort=-?|&& )${name}\\b`).test(asked))
  expect(used.map(({ name }) => name)).toEqual(expect.arrayContaining(['name', 'area', 'cca3', 'landlocked']))
  for (const { name } of used) {
    expect(
      indexes.some((text) => text.includes(`(\`${name}\`)`)),
      `${name} has no index`,
    ).toBe(true)
  }
})

test('who cannot sign in is told what to type', async () => {
  const failed = seed('nobody@example.com')
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('npm run dapur -- superuser upsert you@example.com "a long password"'),
  })
})
