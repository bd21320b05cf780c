import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../server/cli/listen.ts'
import { noBrowser, openContext } from '../../server/tests/open-context.ts'
import { testApp, testPassword } from '../../server/tests/test-app.ts'
import { oneFile } from './bundle.ts'

/** A page of a server that everybody may write dishes on, with the SDK as `globalThis.sdk`. */
async function page(): Promise<Page> {
  const { app, collection, record } = await testApp()
  await collection({
    name: 'dishes',
    type: 'base',
    listRule: '',
    viewRule: '',
    createRule: '',
    fields: [
      { name: 'name', type: 'text' },
      { name: 'notes', type: 'file', maxSize: 9_000_000 },
    ],
  })
  await record('users', { email: 'sri@example.com', password: testPassword, passwordConfirm: testPassword })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const opened = await (await openContext()).newPage()
  await opened.goto(`${server.address}/api/health`)
  await opened.evaluate(`(async () => {
    const code = new Blob([${JSON.stringify(oneFile())}], { type: 'text/javascript' })
    globalThis.sdk = await import(URL.createObjectURL(code))
    globalThis.dapur = sdk.createClient(location.origin)
  })()`)
  return opened
}

test.skipIf(noBrowser)(
  'in Chromium an upload says how far it is, can be given up, and is refused as any',
  async () => {
    const here = await page()
    const told = await here.evaluate(`(async () => {
    const shares = []
    const file = new File([new Uint8Array(4_000_000)], 'large.bin')
    const dishes = dapur.collection('dishes')
    const onProgress = (share) => shares.push(share)
    const made = await dishes.create({ name: 'A', notes: file }, { onProgress })
    const fault = (error) => [error.status, error.isAbort]
    const abort = new AbortController()
    const late = dishes.create({ notes: file }, { signal: abort.signal, onProgress: () => abort.abort() })
    const early = dishes.create({ notes: file }, { signal: AbortSignal.abort(), onProgress })
    const wrong = dapur.collection('nothing').create({ notes: file }, { onProgress: () => undefined })
    const faults = await Promise.all([late, early, wrong].map((sent) => sent.then(() => 'sent', fault)))
    return { notes: made.notes, last: shares.at(-1), faults }
  })()`)
    expect(told).toMatchObject({
      notes: expect.stringMatching(/^large_\w+\.bin$/),
      last: 1,
      faults: [
        [0, true],
        [0, true],
        [404, false],
      ],
    })
  },
)

test.skipIf(noBrowser)('in Chromium who signs in is signed in in every tab, and lists are live', async () => {
  const here = await page()
  const there = await here.context().newPage()
  await there.goto(here.url())
  await here.evaluate(
    `dapur.collection('users').signIn({ email: 'sri@example.com', password: '${testPassword}' })`,
  )
  const kept = await there.evaluate(`JSON.parse(localStorage.getItem('dapur_auth')).record.email`)
  expect(kept).toBe('sri@example.com')
  await there.evaluate(`localStorage.removeItem('dapur_auth')`)
  await here.waitForFunction(`dapur.auth.session === null`)
  const names = await here.evaluate(`new Promise((resolve, reject) => {
    const dishes = dapur.collection('dishes')
    dishes.live({ sort: 'name', onError: reject }, (items) => {
      if (items.length === 0) dishes.create({ name: 'Rawon' }).catch(reject)
      else resolve(items.map(({ name }) => name))
    })
  })`)
  expect(names).toEqual(['Rawon'])
})

test.skipIf(noBrowser)('in Chromium without a WebSocket lists are live by an event stream', async () => {
  const here = await page()
  const names = await here.evaluate(`new Promise((resolve, reject) => {
    globalThis.WebSocket = undefined
    const dishes = sdk.createClient(location.origin).collection('dishes')
    const list = dishes.live({ sort: 'name', onError: reject }, (items) => {
      if (items.length === 0) return dishes.create({ name: 'Rawon' }).catch(reject)
      list.stop()
      resolve(items.map(({ name }) => name))
    })
  })`)
  expect(names).toEqual(['Rawon'])
})
