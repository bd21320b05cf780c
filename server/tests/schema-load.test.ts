import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { testApp, type Reply, type TestApp } from './test-app.ts'

const ITEMS = '/api/collections/items'
const RECORDS = `${ITEMS}/records`
const PACE = 100
const READERS = 6
const WRITERS = 3

type FieldJson = Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string }

/** One state of the collection: every one has another name for its marker field. */
interface Version {
  readonly marker: string
  /** The keys of a record, sorted and joined. */
  readonly keys: string
}

interface Load {
  readonly app: TestApp
  readonly versions: Version[]
  /** The last version that a change was answered for, and the last that one was begun for. */
  done: number
  begun: number
  isOver: boolean
  answers: number
  readonly faults: string[]
}

const plain = { type: 'text', required: false }
const keep: FieldJson = { ...plain, id: 'f_keep', name: 'keep' }
const start: FieldJson[] = [keep, { ...plain, id: 'f_marker', name: 'marker_0' }]
const rules = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }

function versionOf(fields: readonly FieldJson[]): Version {
  const marker = fields.find(({ id }) => id === 'f_marker')?.name ?? ''
  const names = [...fields.map(({ name }) => name), 'id', 'collectionId', 'collectionName']
  return { marker, keys: names.toSorted().join() }
}

async function openLoad(app: TestApp): Promise<Load> {
  await app.collection({ name: 'items', fields: start, ...rules })
  await app.record('items', { keep: 'first', marker_0: 'kept' })
  const versions = [versionOf(start)]
  return { app, versions, done: 0, begun: 0, isOver: false, answers: 0, faults: [] }
}

/** Readers and writers, while fields are renamed, added and removed; notes answers that no version explains. */
async function runLoad(load: Load, duration: number): Promise<void> {
  const users = [
    ...Array.from({ length: READERS }, (_, i) => repeat(load, i % 2 === 0 ? readAll : readFiltered)),
    ...Array.from({ length: WRITERS }, () => repeat(load, write)),
  ]
  await changeSchema(load, duration)
  load.isOver = true
  await Promise.all(users)
}

async function changeSchema(load: Load, duration: number): Promise<void> {
  let fields = start
  const end = performance.now() + duration
  for (let step = 1; performance.now() < end; step++) {
    await sleep(PACE)
    if (step % 4 === 0) {
      // Refused since records with equal values are there: nothing may change.
      await change(load, fields, { indexes: ['create unique index u on items (keep)'] }, 400)
      continue
    }
    if (step % 4 === 1) fields = [...fields, { ...plain, id: `f_${step}`, name: `extra_${step}` }]
    if (step % 4 === 3) fields = fields.slice(0, -1)
    fields = fields.map((field) => (field.id === 'f_marker' ? { ...field, name: `marker_${step}` } : field))
    load.versions.push(versionOf(fields))
    load.begun = load.versions.length - 1
    await change(load, fields, {}, 200)
    load.done = load.begun
  }
}

async function change(load: Load, fields: FieldJson[], more: object, status: number): Promise<void> {
  const { call, superuser: token } = load.app
  const reply = await call('PATCH', ITEMS, { token, body: { fields, ...more } })
  if (reply.status !== status) load.faults.push(`a change was answered ${reply.status}: ${reply.text}`)
}

async function repeat(load: Load, act: (load: Load) => Promise<void>): Promise<void> {
  while (!load.isOver) {
    await act(load)
    load.answers++
    await sleep(1)
  }
}

/** Ask, and say which versions may have answered. */
async function ask(
  load: Load,
  method: string,
  path: string,
  body?: object,
): Promise<{ reply: Reply; possible: readonly Version[] }> {
  const from = load.done
  const reply = await load.app.call(method, path, body ? { body } : {})
  const possible = load.versions.slice(from, load.begun + 1)
  if (reply.status >= 500) load.faults.push(`${method} ${path}: ${reply.status} ${reply.text}`)
  return { reply, possible }
}

function judge(load: Load, record: Reply['json'], possible: readonly Version[]): Version | undefined {
  const keys = Object.keys(record).toSorted().join()
  const version = possible.find((candidate) => candidate.keys === keys)
  if (!version)
    load.faults.push(`${keys} is none of ${possible.map((candidate) => candidate.keys).join(' | ')}`)
  return version
}

async function readAll(load: Load): Promise<void> {
  const { reply, possible } = await ask(load, 'GET', `${RECORDS}?perPage=20&sort=@rowid`)
  if (reply.status !== 200) return void load.faults.push(`a list was answered ${reply.status}: ${reply.text}`)
  const versions = reply.json.items.map((item: unknown) => judge(load, item, possible))
  if (new Set(versions).size > 1) load.faults.push('the records of one list are of several versions')
  const [first] = reply.json.items
  if (versions[0] && first[versions[0].marker] !== 'kept') load.faults.push('a renamed field lost its value')
}

async function readFiltered(load: Load): Promise<void> {
  const { marker } = load.versions[load.done] ?? { marker: '' }
  const filter = encodeURIComponent(`${marker} = "kept"`)
  const { reply, possible } = await ask(load, 'GET', `${RECORDS}?filter=${filter}`)
  const mayKnow = possible.some((version) => version.marker === marker)
  const mayNot = possible.some((version) => version.marker !== marker)
  const isRight =
    reply.status === 200 ? mayKnow && reply.json.items.length > 0 : reply.status === 400 && mayNot
  if (!isRight) load.faults.push(`a filter over ${marker} was answered ${reply.status}: ${reply.text}`)
}

async function write(load: Load): Promise<void> {
  const { marker } = load.versions[load.done] ?? { marker: '' }
  const { reply, possible } = await ask(load, 'POST', RECORDS, { keep: 'same', [marker]: 'kept' })
  if (reply.status !== 200)
    return void load.faults.push(`a create was answered ${reply.status}: ${reply.text}`)
  const version = judge(load, reply.json, possible)
  // A name that is known no more is no field: what is sent for it is read past.
  if (version && reply.json[version.marker] !== (version.marker === marker ? 'kept' : ''))
    load.faults.push(`a create lost the value of ${marker}: ${reply.text}`)
}

/** The columns of the table are the fields of the collection, in memory and as it is stored. */
async function compareWithTable({ app, call, superuser: token }: TestApp): Promise<void> {
  const { fields } = (await call('GET', ITEMS, { token })).json
  const names = fields.map((field: FieldJson) => field.name).toSorted()
  const { hot } = app.house.storage
  const columns = await hot.all(`SELECT name FROM pragma_table_info('items') ORDER BY name`, [])
  const stored = await hot.all(`SELECT fields FROM _collections WHERE name = 'items'`, [])
  const definition: FieldJson[] = JSON.parse(String(stored[0]?.[0]))
  expect(columns.flat()).toEqual(names)
  expect(definition.map((field) => field.name).toSorted()).toEqual(names)
}

test('data §2.7 under load, every answer is explained by the schema before a change or after it', async () => {
  const app = await testApp()
  const load = await openLoad(app)
  await runLoad(load, 3500)
  expect(load.faults).toEqual([])
  expect(load.versions.length).toBeGreaterThan(8)
  expect(load.answers).toBeGreaterThan(100)
  await compareWithTable(app)
})

test('control: a catalog that follows the tables too late is found', async () => {
  const app = await testApp()
  const load = await openLoad(app)
  const { catalog } = app.app.house
  const swap = catalog.swap.bind(catalog)
  Object.assign(catalog, {
    swap: (collections: Parameters<typeof swap>[0]) => void setTimeout(() => swap(collections), 30),
  })
  await runLoad(load, 1000)
  expect(load.faults).not.toEqual([])
})
