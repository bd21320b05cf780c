import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { openApp, openHouse } from '../app.ts'
import { loadConfig } from '../config.ts'
import { diagnose } from '../ops/doctor/doctor.ts'
import { settingVariable } from '../settings/environment-settings.ts'
import { settingPaths } from '../settings/setting-paths.ts'
import { temporaryDir } from './serve-process.ts'
import { testApp } from './test-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')

/** A section of the page. */
function section(title: string): string {
  const start = page.indexOf(`\n## ${title}\n`)
  expect(start, `the section "${title}"`).toBeGreaterThan(0)
  const end = page.indexOf('\n## ', start + 1)
  return page.slice(start, end < 0 ? undefined : end)
}

/** The rows of its tables that begin with code. */
const rowsOf = (title: string): string[] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('| `'))

const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

test('docs/operations.md: the list of settings and their variables is whole', () => {
  const rows = [
    ...section('Settings by environment').matchAll(/^\| `([\w.]+)` \| `(DAPUR_SETTINGS_\w+)` \|$/gm),
  ]
  expect(rows.map(([, path, variable]) => [path, variable])).toEqual(
    settingPaths.map((path) => [path, settingVariable(path)]),
  )
})

test('docs/operations.md: the variables of the example are taken as they stand', async () => {
  const [, example = ''] = /```sh\n(.*?)```/s.exec(section('Settings by environment')) ?? []
  const lines = example.trim().split('\n')
  const env = Object.fromEntries(
    lines.map((line) => {
      const cut = line.indexOf('=')
      return [line.slice(0, cut), line.slice(cut + 1).replace(/^'(.*)'$/, '$1')]
    }),
  )
  const { fixedSettings } = await loadConfig({}, env)
  expect([...fixedSettings.sources.values()].toSorted()).toEqual(Object.keys(env).toSorted())
  expect(lines.length).toBeGreaterThan(3)
})

test('docs/operations.md: the configuration file of the example is taken as it stands', async () => {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(section('Settings by environment')) ?? []
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const config = join(dir, 'hono.config.mjs')
  writeFileSync(config, `const defineConfig = (config) => config\n${example}`)
  const { fixedSettings } = await loadConfig({ config }, {})
  expect([...fixedSettings.sources.keys()]).toEqual(['smtp.enabled', 'smtp.host'])
})

test('docs/operations.md: the answer of health is the one that comes', async () => {
  const [, example = ''] = /```json\n(.*?)```/s.exec(section('Health')) ?? []
  const { call } = await testApp()
  expect(JSON.parse(example)).toEqual((await call('GET', '/api/health')).json)
})

test('docs/operations.md: every metric is in the list, and every one of the list exists', async () => {
  const { app, superuser } = await testApp()
  await app.fetch(new Request('http://dapur.test/api/health'))
  // The free bytes are asked for by a timer.
  await expect.poll(() => app.house.health.freeBytes, { timeout: 10_000 }).toBeGreaterThan(0)
  const headers = { authorization: superuser }
  const reply = await app.fetch(new Request('http://dapur.test/api/metrics', { headers }))
  const there = [...(await reply.text()).matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name)
  const told = rowsOf('Metrics').flatMap((row) => codeIn(row.split('|')[1] ?? ''))
  expect(told.toSorted()).toEqual(there.toSorted())
})

test('docs/operations.md: the keys of health are those that there are', async () => {
  const { call, superuser } = await testApp()
  const { json } = await call('GET', '/api/health', { token: superuser })
  const keys = Object.keys({ ...json.data, lastBackupFailure: 1 }).filter((key) => key !== 'dapur')
  const own = ['durability', 'degraded', 'freeBytes', 'hasBallast', 'lastBackupFailure']
  const told = [...section('Health').matchAll(/^\| `([\w.]+)` \|/gm)].map(([, key = '']) => key)
  expect(told).toEqual([...keys.filter((key) => !own.includes(key)), ...own.map((key) => `dapur.${key}`)])
  for (const key of Object.keys(json.data.dapur)) expect(own).toContain(key)
})

test('docs/operations.md: every check of the doctor is in the list', async () => {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const options = { dir, durability: 'full', logLevel: 'silent' } as const
  await (await openApp({ ...options, origins: ['*'] })).close()
  const opened = openHouse(options)
  const found: string[] = []
  const names = Object.keys(migrations)
  for await (const { id } of diagnose({ dir, now: Date.now(), migrations: names, house: () => opened }))
    found.push(id)
  await (await opened).storage.close()
  const told = rowsOf('Doctor').flatMap((row) => codeIn(row.split('|')[1] ?? ''))
  expect(told.toSorted()).toEqual(found.toSorted())
})
