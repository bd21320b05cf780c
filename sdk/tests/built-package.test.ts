import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servedApp, sri } from './served-app.ts'

const root = join(import.meta.dirname, '../..')
const dir = mkdtempSync(join(tmpdir(), 'dapur-sdk-'))
const pkg = join(dir, 'node_modules/@dapur/sdk')

const tsc = join(root, 'node_modules/typescript/bin/tsc')
const run = promisify(execFile)

// What `npm run build` and `npm pack` make of the SDK, in a folder with nothing else in it but its optional peers.
beforeAll(() => {
  const args = [tsc, '-p', join(root, 'sdk/tsconfig.build.json'), '--outDir', join(pkg, 'dist')]
  execFileSync(process.execPath, args, { cwd: root, stdio: 'pipe' })
  for (const file of ['package.json', 'README.md']) cpSync(join(root, 'sdk', file), join(pkg, file))
  for (const peer of ['react', '@tanstack', '@types'])
    symlinkSync(join(root, 'node_modules', peer), join(dir, 'node_modules', peer))
}, 120_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** What publint says about a package. */
async function faults(pkgDir: string): Promise<string[]> {
  const { messages, pkg: read } = await publint({ pkgDir, pack: false, strict: true })
  return messages.map((message) => formatMessage(message, read, { color: false }) ?? message.code)
}

test('publint has nothing to say about the built package', async () => {
  expect(await faults(pkg)).toEqual([])
  // The same look finds what is not there, and a condition that can never be reached.
  const broken = join(dir, 'broken')
  mkdirSync(broken)
  const exports = { '.': { default: './dist/none.js', types: './dist/none.d.ts' } }
  const json = { ...JSON.parse(readFileSync(join(pkg, 'package.json'), 'utf8')), exports }
  writeFileSync(join(broken, 'package.json'), JSON.stringify(json))
  expect((await faults(broken)).length).toBeGreaterThan(1)
})

test('the built package runs in Node without a WebSocket, and brings nothing along', async () => {
  const { url, configure, collection } = await servedApp()
  await configure({ dapur: { sessions: { enabled: true } } })
  await collection({
    name: 'notes',
    type: 'base',
    listRule: '',
    createRule: '',
    fields: [{ name: 'text', type: 'text' }],
  })
  const file = join(dir, 'story.mjs')
  writeFileSync(
    file,
    `
    import { createClient, filter } from '@dapur/sdk'
    import { sessionsOf } from '@dapur/sdk/auth'
    import { cronsOf } from '@dapur/sdk/admin'
    import { recordsQuery } from '@dapur/sdk/react'

    const dapur = createClient(${JSON.stringify(url)})
    await dapur.collection('users').signIn(${JSON.stringify(sri)})
    const notes = dapur.collection('notes')
    const seen = new Promise((resolve, reject) => {
      const list = notes.live({ filter: filter\`text != \${'b'}\`, onError: reject }, (items) => {
        if (items.length === 0) notes.create({ text: 'a' }).catch(reject)
        else {
          list.stop()
          resolve(items.map(({ text }) => text))
        }
      })
    })
    console.log(JSON.stringify({
      socket: typeof WebSocket,
      seen: await seen,
      sessions: (await sessionsOf(dapur, 'users').list()).length,
      crons: await cronsOf(dapur).list().catch(({ status }) => status),
      query: (await recordsQuery(dapur, 'notes').queryFn({})).totalItems,
    }))
  `,
  )
  const { stdout } = await run(process.execPath, ['--no-experimental-websocket', file], { timeout: 15_000 })
  expect(JSON.parse(stdout)).toEqual({ socket: 'undefined', seen: ['a'], sessions: 1, crons: 403, query: 1 })
})

test('its types hold where it is used, under the strictest settings', async () => {
  const code = (body: string): string => `
    import { createClient } from '@dapur/sdk'
    import { passkeysOf } from '@dapur/sdk/auth'
    import { settingsOf } from '@dapur/sdk/admin'
    import { useRecords } from '@dapur/sdk/react'
    import type { RecordJson } from '@dapur/sdk/wire'
    interface Schema { notes: { record: RecordJson & { text: string }; create: { text: string }; update: { text?: string }; expand: object } }
    const dapur = createClient<Schema>('http://localhost')
    export const made: Promise<string> = dapur.collection('notes').create({ text: 'a' }).then(({ text }) => text)
    export const shown = (): string | undefined => useRecords(dapur, 'notes', { sort: '-text' }).data?.items[0]?.text
    export const others = [passkeysOf(dapur, 'users'), settingsOf(dapur)]
    ${body}`
  const check = async (name: string, body: string): Promise<string> => {
    writeFileSync(join(dir, name), code(body))
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--types', '']
    const args = [tsc, '--noEmit', '--module', 'nodenext', '--lib', 'es2024,dom', ...strict, name]
    return run(process.execPath, args, { cwd: dir }).then(
      () => '',
      ({ stdout }) => String(stdout),
    )
  }
  expect(await check('right.mts', '')).toBe('')
  expect(await check('wrong.mts', `dapur.collection('notes').create({ title: 'a' })`)).toContain("'title'")
}, 60_000)
