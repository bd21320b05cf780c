import { expect, test } from 'vitest'
import { testApp, type TestApp } from './test-app.ts'

interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}
interface Family {
  readonly type: string
  readonly help: string
  readonly samples: Sample[]
}

const NAME = /^[a-zA-Z_:][\w:]*$/
const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?[\d.]+(?:e[+-]?\d+)?|\+Inf|-Inf|NaN)$/
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gy

/** Reads the text format 0.0.4 and refuses what Prometheus would refuse. */
function parseMetrics(text: string): ReadonlyMap<string, Family> {
  expect(text.endsWith('\n')).toBe(true)
  const families = new Map<string, Family>()
  let help: readonly [string, string] | undefined
  let current = ''
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (kind === 'HELP') help = [name, rest]
    else if (kind === 'TYPE') {
      expect(help?.[0], `HELP before TYPE of ${name}`).toBe(name)
      expect(name).toMatch(NAME)
      expect(families.has(name), `${name} twice`).toBe(false)
      expect(['counter', 'gauge', 'histogram']).toContain(rest)
      families.set(name, { type: rest, help: help?.[1] ?? '', samples: [] })
      current = name
    } else addSample(families.get(current), current, line)
  }
  for (const [name, family] of families) checkFamily(name, family)
  return families
}

function addSample(family: Family | undefined, current: string, line: string): void {
  const [, name = '', labels = '', value = ''] = LINE.exec(line) ?? []
  expect(name, `not a sample: ${line}`).not.toBe('')
  const suffixes = family?.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
  expect(suffixes.map((suffix) => current + suffix)).toContain(name)
  const pairs = [...labels.matchAll(LABEL)]
  expect(pairs.map(([all]) => all).join(''), `labels of ${line}`).toBe(labels)
  const read = Object.fromEntries(pairs.map(([, key = '', text = '']) => [key, text]))
  family?.samples.push({ name, labels: read, value: Number(value.replace('Inf', 'Infinity')) })
}

function checkFamily(name: string, { type, help, samples }: Family): void {
  expect(help, name).not.toBe('')
  if (type === 'counter') expect(name).toMatch(/_total$/)
  const keys = samples.map((sample) => JSON.stringify([sample.name, sample.labels]))
  expect(new Set(keys).size, `${name}: a sample twice`).toBe(keys.length)
  if (type !== 'histogram') return
  for (const { labels, value } of samples.filter((sample) => sample.name === `${name}_count`)) {
    const own = ({ labels: { le: _, ...rest } }: Sample): boolean =>
      JSON.stringify(rest) === JSON.stringify(labels)
    const buckets = samples.filter((sample) => sample.name === `${name}_bucket`).filter(own)
    const counts = buckets.map((bucket) => bucket.value)
    expect(counts, `${name}: buckets hold the smaller ones`).toEqual(counts.toSorted((a, b) => a - b))
    expect([buckets.at(-1)?.labels['le'], counts.at(-1)]).toEqual(['+Inf', value])
  }
}

async function scrape(app: TestApp): Promise<ReadonlyMap<string, Family>> {
  const response = await app.app.fetch(
    new Request('http://dapur.test/api/metrics', { headers: { authorization: app.superuser } }),
  )
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return parseMetrics(await response.text())
}

const valueOf = (families: ReadonlyMap<string, Family>, name: string): number =>
  families.get(name)?.samples[0]?.value ?? Number.NaN

test('requests are counted by the pattern of their route and by status, and so is how long they took', async () => {
  const app = await testApp()
  await app.collection({ name: 'posts', type: 'base', listRule: '' })
  for (let index = 0; index < 3; index++) await app.call('GET', '/api/collections/posts/records')
  await app.call('GET', '/api/collections/nowhere/records')
  await app.call('GET', '/no/such/route')
  const families = await scrape(app)
  const route = '/api/collections/:collection/records'
  const counted = families.get('dapur_http_requests_total')?.samples ?? []
  const by = (labels: object): unknown =>
    counted.find((one) => JSON.stringify(one.labels) === JSON.stringify(labels))
  expect(by({ method: 'GET', route, status: '200' })).toMatchObject({ value: 3 })
  expect(by({ method: 'GET', route, status: '404' })).toMatchObject({ value: 1 })
  expect(JSON.stringify(counted)).not.toMatch(/posts|nowhere|such/)
  const durations = families.get('dapur_http_request_duration_seconds')
  const sum = durations?.samples.find(
    ({ name, labels }) => name.endsWith('_count') && labels['route'] === route,
  )
  expect([durations?.type, sum?.value]).toEqual(['histogram', 4])
})

test('storage, outbox, realtime, disk and process are there, and move with what happens', async () => {
  const app = await testApp()
  await app.collection({ name: 'posts', type: 'base', createRule: '' })
  const before = await scrape(app)
  await Promise.all(
    Array.from({ length: 20 }, () => app.call('POST', '/api/collections/posts/records', { body: {} })),
  )
  const after = await scrape(app)
  const grown = (name: string): number => valueOf(after, name) - valueOf(before, name)
  expect(grown('dapur_storage_grouped_writes_total')).toBe(20)
  // Together, not one by one.
  expect(grown('dapur_storage_group_commits_total')).toBeLessThan(20)
  for (const name of [
    'dapur_storage_wal_bytes',
    'dapur_storage_database_bytes',
    'process_resident_memory_bytes',
  ])
    expect(valueOf(after, name), name).toBeGreaterThan(0)
  expect(grown('process_cpu_seconds_total')).toBeGreaterThan(0)
  const still = { dapur_storage_full: 0, dapur_storage_broken: 0, dapur_degraded: 0, dapur_backup_running: 0 }
  const idle = {
    dapur_storage_waiting_writes: 0,
    dapur_storage_heavy_reads: 0,
    dapur_outbox_waiting_letters: 0,
  }
  for (const [name, value] of Object.entries({ ...still, ...idle, dapur_realtime_connections: 0 }))
    expect([name, valueOf(after, name)]).toEqual([name, value])
  expect(after.get('dapur_loop_delay_seconds')?.samples.map(({ labels }) => labels['kind'])).toEqual([
    'mean',
    'p50',
    'p99',
    'max',
  ])
})

test('a loop that stands still is seen, once', async () => {
  const app = await testApp()
  const worst = async (): Promise<number> =>
    (await scrape(app))
      .get('dapur_loop_delay_seconds')
      ?.samples.find(({ labels }) => labels['kind'] === 'max')?.value ?? 0
  await worst()
  await new Promise((resolve) => setTimeout(resolve, 50))
  const until = performance.now() + 300
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await worst()).toBeGreaterThan(0.2)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await worst()).toBeLessThan(0.2)
})

test('metrics are closed to everybody but superusers, until the settings have a key', async () => {
  const app = await testApp()
  const { call, superuser } = app
  const key = 'k'.repeat(32)
  const ask = async (authorization?: string): Promise<number> => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    return (await app.app.fetch(new Request('http://dapur.test/api/metrics', { headers }))).status
  }
  await app.record('users', {
    email: 'a@example.com',
    password: 'sambal-terasi-9',
    passwordConfirm: 'sambal-terasi-9',
  })
  const user = await app.signIn('users', 'a@example.com')
  expect(await Promise.all([ask(), ask(''), ask(`Bearer ${key}`), ask(user), ask(superuser)])).toEqual([
    401, 401, 401, 403, 200,
  ])
  await call('PATCH', '/api/settings', {
    token: superuser,
    body: { dapur: { metrics: { enabled: true, key } } },
  })
  expect(
    await Promise.all([ask(`Bearer ${key}`), ask(key), ask(`Bearer ${key}x`), ask(), ask(user)]),
  ).toEqual([200, 200, 401, 401, 403])
  await call('PATCH', '/api/settings', { token: superuser, body: { dapur: { metrics: { enabled: false } } } })
  expect(await ask(`Bearer ${key}`)).toBe(401)
})
