import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { platformJobs } from '../ops/jobs/index.ts'
import { limitedActions } from '../settings/limited-action.ts'
import { temporaryDir } from './serve-process.ts'
import { testApp } from './test-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
const index = pathToFileURL(join(import.meta.dirname, '../index.ts')).href

const byText = (a: string = '', b: string = ''): number => a.localeCompare(b)

function section(title: string): string {
  const start = page.indexOf(`\n## ${title}\n`)
  expect(start, title).toBeGreaterThan(0)
  return page.slice(start, page.indexOf('\n## ', start + 1))
}

test('docs/operations.md: the job of the example is loaded and does what it says', async () => {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(section('Jobs')) ?? []
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const config = join(dir, 'example.ts')
  writeFileSync(config, example.replace("'dapur'", `'${index}'`))
  const { jobs } = await loadConfig({ config }, {})
  expect(jobs).toMatchObject([{ id: 'forget-drafts', expression: '0 3 * * *', timeZone: 'Asia/Jakarta' }])

  const { app, call, collection, record, superuser } = await testApp({ jobs })
  const fields = [
    { name: 'isDraft', type: 'bool' },
    { name: 'created', type: 'date' },
  ]
  await collection({ name: 'posts', type: 'base', fields })
  const now = new Date().toISOString()
  const [old, fresh] = ['2020-01-01 00:00:00.000Z', now]
  await record('posts', { isDraft: true, created: old })
  const kept = [
    await record('posts', { isDraft: true, created: fresh }),
    await record('posts', { isDraft: false, created: old }),
  ]
  expect((await call('POST', '/api/crons/forget-drafts', { token: superuser })).status).toBe(204)
  await expect
    .poll(() => app.house.jobs.list().find(({ id }) => id === 'forget-drafts')?.last)
    .toMatchObject({ error: undefined })
  const { json } = await call('GET', '/api/collections/posts/records', { token: superuser })
  expect(json.items.map(({ id }: { id: string }) => id).toSorted(byText)).toEqual(
    kept.map(({ id }) => id).toSorted(byText),
  )
})

test('docs/operations.md: the jobs of the platform and the actions of rate limits are all there', async () => {
  const { app } = await testApp()
  const rows = [...section('Jobs').matchAll(/^\| `(__pb\w+)` \| `([^`]+)` \|/gm)]
  const shown = new Map(rows.map(([, id, when]) => [id, when]))
  for (const { id, expression } of app.house.jobs.list())
    expect([id, shown.get(id)]).toEqual([id, expression])
  const named = [...section('Jobs').matchAll(/^\| `(__pb\w+)` \|/gm)].map(([, id]) => id)
  expect(named.toSorted(byText)).toEqual(platformJobs.map(({ id }) => id).toSorted(byText))
  const text = section('Rate limits')
  for (const name of Object.keys(limitedActions)) expect(text).toContain(`\`${name}\``)
})
