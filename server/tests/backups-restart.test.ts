import { renameSync, writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { App } from '../app.ts'
import { listen } from '../cli/listen.ts'
import { backupApp, type BackupApp } from './backup-app.ts'
import { file } from './file-app.ts'
import { openPeer } from './realtime-app.ts'

const RECORDS = '/api/collections/dishes/records'

async function address({ app }: { app: App }): Promise<string> {
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  return server.address
}

function openStream(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(`${url}/api/realtime`, resolve).once('error', reject))
}

/** Holds the exchange open: the data are closed, and nothing is there yet, until `goOn` is called. */
function holdExchange({ app }: BackupApp): { readonly isClosed: Promise<void>; goOn(): void } {
  const closed = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const { rebirth } = app.house
  const reopen: typeof rebirth.reopen = rebirth.reopen.bind(rebirth)
  rebirth.reopen = ({ swap, revert }) =>
    reopen({
      async swap() {
        closed.resolve()
        await go.promise
        await swap()
      },
      revert,
    })
  onTestFinished(() => go.resolve())
  return { isClosed: closed.promise, goOn: go.resolve }
}

test('services §6.2 while a backup is restored requests get 503, sockets 1012, and then all works', async () => {
  const made = await backupApp()
  const { as, backup, idle, dish, superuser } = made
  const first = await dish(['name', 'Soto'], ['photo', file('a.png')])
  await backup('a.zip')
  await dish(['name', 'Rawon'])
  const url = await address(made)
  const peer = openPeer(`${url.replace('http', 'ws')}/api/realtime`)
  const { epoch } = await peer.next('hello')
  const stream = await openStream(url)
  const streamEnded = new Promise((resolve) => stream.once('end', resolve))
  stream.resume()
  const hold = holdExchange(made)
  expect((await as('POST', '/api/backups/a.zip/restore')).status).toBe(204)
  await hold.isClosed
  for (const [method, path] of [
    ['GET', RECORDS],
    ['POST', RECORDS],
    ['GET', '/api/health'],
    ['GET', '/_/'],
    ['GET', `/api/files/dishes/${first.id}/${first.photo}`],
  ] as const) {
    const response = await fetch(url + path, { method, headers: { origin: 'https://a.example' } })
    expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, 503, '1'])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toMatchObject({ status: 503, code: 'house_restoring', data: {} })
  }
  expect((await fetch(url + RECORDS, { method: 'OPTIONS' })).status).toBe(204)
  expect(await peer.closed).toMatchObject({ code: 1012 })
  await streamEnded
  const late = openPeer(`${url.replace('http', 'ws')}/api/realtime`)
  expect(await late.closed).toMatchObject({ code: 1012 })
  hold.goOn()
  await idle()
  expect((await as('GET', RECORDS)).json.items.map(({ name }: { name: string }) => name)).toEqual(['Soto'])
  const again = openPeer(`${url.replace('http', 'ws')}/api/realtime`)
  const hello = await again.next('hello')
  expect(hello.epoch).not.toBe(epoch)
  expect((await again.ask({ type: 'auth', token: superuser })).type).toBe('ok')
  expect((await again.ask({ type: 'subscribe', topic: 'dishes/*', collection: 'dishes' })).type).not.toBe('')
  await dish(['name', 'Lodeh'])
  expect(await (await fetch(url + RECORDS)).json()).toMatchObject({ totalItems: 2 })
  again.socket.close()
}, 120_000)

test('an answer that was on its way when the restore began is given', async () => {
  const made = await backupApp()
  const { as, app, backup, idle, call } = made
  await backup('a.zip')
  const slow = Promise.withResolvers<string>()
  const hashPassword = app.house.hashPassword.bind(app.house)
  // The very house that answers: its work takes until the exchange has begun.
  Object.assign(app.house, {
    hashPassword: async (plain: string) => hashPassword(await slow.promise.then(() => plain)),
  })
  const account = {
    email: 'sri@example.com',
    password: 'sambal-terasi-9',
    passwordConfirm: 'sambal-terasi-9',
  }
  const answer = call('POST', '/api/collections/users/records', { body: account })
  await as('POST', '/api/backups/a.zip/restore')
  const until = performance.now() + 10_000
  while ((await call('GET', '/api/health')).status !== 503) {
    expect(performance.now()).toBeLessThan(until)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  slow.resolve('')
  expect((await answer).status).toBe(200)
  await idle()
  expect(app.house.backups.lastFailure).toBe(undefined)
  expect((await as('GET', '/api/collections/users/records')).json.totalItems).toBe(0)
}, 120_000)

test('data that cannot be opened in their place go back, and the old ones are open again', async () => {
  const made = await backupApp()
  const { as, app, backup, idle, call, dish, dir, stored } = made
  await backup('a.zip')
  await dish(['name', 'Rawon'], ['photo', file('a.png')])
  const before = stored()
  const { rebirth } = app.house
  const reopen: typeof rebirth.reopen = rebirth.reopen.bind(rebirth)
  rebirth.reopen = ({ swap, revert }) =>
    reopen({
      async swap() {
        await swap()
        // As good as a disk that fails at this moment.
        renameSync(join(dir, 'data.db'), join(dir, 'aside.db'))
        writeFileSync(
          join(dir, 'data.db'),
          'not a database, but long enough to be taken for a broken one'.repeat(99),
        )
      },
      revert,
    })
  expect((await as('POST', '/api/backups/a.zip/restore')).status).toBe(204)
  await idle()
  expect(app.house.backups.lastFailure).toMatchObject({ kind: 'restore', key: 'a.zip' })
  expect((await call('GET', RECORDS)).json.totalItems).toBe(1)
  expect(stored()).toEqual(before)
  expect((await dish(['name', 'Lodeh'])).name).toBe('Lodeh')
}, 120_000)

test('restores can follow each other, and an app that is closed in one ends well', async () => {
  const { app, as, backup, restore, dish, call } = await backupApp()
  await dish(['name', 'Soto'])
  await backup('one.zip')
  await dish(['name', 'Rawon'])
  await backup('two.zip')
  for (const [name, count] of [
    ['one.zip', 1],
    ['two.zip', 2],
    ['one.zip', 1],
  ] as const) {
    await restore(name)
    expect((await call('GET', RECORDS)).json.totalItems).toBe(count)
  }
  await as('POST', '/api/backups/two.zip/restore')
  await app.close()
  expect(app.house.backups.current).toBe(undefined)
}, 120_000)
