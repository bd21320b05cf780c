import PocketBase from 'pocketbase'
import { expect, test } from 'vitest'
import { backupApp } from '../../server/tests/backup-app.ts'
import { postOffice, useSmtp } from '../../server/tests/post-office.ts'
import { testPassword } from '../../server/tests/test-app.ts'
import {
  backupsOf,
  cronsOf,
  impersonate,
  logsOf,
  runSql,
  schemaToolsOf,
  settingsOf,
} from '../src/admin/index.ts'
import { type Client, filter } from '../src/index.ts'
import { type ServedApp, servedApp, sri } from './served-app.ts'

/** A server, and both SDKs signed in as a superuser. */
async function both(app?: ServedApp): Promise<ServedApp & { pb: PocketBase; dapur: Client }> {
  const served = app ?? (await servedApp())
  const pb = new PocketBase(served.url)
  await pb.collection('_superusers').authWithPassword('root@example.com', testPassword)
  return { ...served, pb, dapur: await served.root() }
}

test('services §10 settings are read, changed and tried out as by the official SDK', async () => {
  const { pb, dapur, ...app } = await both()
  const settings = settingsOf(dapur)
  expect(await settings.get()).toEqual(await pb.settings.getAll())
  expect((await settings.update({ meta: { appName: 'Warung' } })).meta.appName).toBe('Warung')
  expect((await pb.settings.getAll())['meta'].appName).toBe('Warung')
  await expect(settings.testS3()).rejects.toMatchObject({ status: 400 })
  await expect(pb.settings.testS3()).rejects.toMatchObject({ status: 400 })
  const post = await postOffice()
  await useSmtp({ ...app }, post)
  await settings.testEmail({ email: 'you@example.com', template: 'verification', collection: 'users' })
  expect((await post.mailTo('you@example.com')).subject).toContain('Warung')
  const wish = { clientId: 'c', teamId: 'short', keyId: 'short', privateKey: 'none', duration: 60 }
  const refused: unknown = await settings.appleSecret(wish).catch((error: unknown) => error)
  expect(refused).toMatchObject({ status: 400, data: { teamId: { code: expect.any(String) } } })
})

test('services §10 the log, the jobs and the console are those of the official SDK', async () => {
  const { pb, dapur } = await both()
  const logs = logsOf(dapur)
  await expect(dapur.collection('nothing').list()).rejects.toMatchObject({ status: 404 })
  const asked = { filter: filter`data.status = ${404}`, sort: '-created' as const }
  await expect.poll(async () => (await logs.list(asked)).items.length, { timeout: 10_000 }).toBe(1)
  const [entry] = (await logs.list(asked)).items
  if (!entry) throw new Error('There is an entry.')
  expect(await logs.get(entry.id)).toEqual(await pb.logs.getOne(entry.id))
  expect(await logs.stats(asked)).toEqual(await pb.logs.getStats(asked))
  await logs.truncate()
  expect((await logs.list(asked)).items).toEqual([])

  const jobs = await cronsOf(dapur).list()
  expect(jobs).toEqual(await pb.crons.getFullList())
  await cronsOf(dapur).run(jobs[0]?.id ?? '')
  await expect(cronsOf(dapur).run('nothing')).rejects.toMatchObject({ status: 404 })

  const query = "SELECT 'a' AS letter, NULL AS missing"
  const { rows, columns } = await runSql(dapur, query)
  const theirs = await pb.sql.run(query)
  expect([rows, columns]).toEqual([theirs.rows, theirs.columns])
  expect(rows).toEqual([['a', null]])
  await expect(runSql(dapur, 'SELECT')).rejects.toMatchObject({ status: 400 })
})

test('services §10 collections are brought in, emptied and tried out', async () => {
  const { pb, dapur } = await both()
  const tools = schemaToolsOf(dapur)
  const { auth, ...plain } = await tools.scaffolds()
  const theirs = await pb.collections.getScaffolds()
  expect(plain).toEqual({ base: theirs['base'], view: theirs['view'] })
  // The names of its indexes are made anew each time.
  expect(auth.fields).toEqual(theirs['auth']?.fields)
  expect(await tools.providers()).toEqual(await pb.collections.getAllOAuth2Providers())
  const field = { name: 'name', type: 'text' }
  await tools.import([{ name: 'dishes', type: 'base', fields: [field] }])
  await dapur.collection('dishes').create({ name: 'Soto' })
  const tried = await tools.tryView('SELECT id, name FROM dishes')
  expect(tried.sample).toMatchObject([{ name: 'Soto' }])
  expect(tried.fields.map(({ name }) => name)).toEqual(['id', 'name'])
  const told: unknown = await pb.collections.dryRunViewQuery('SELECT id, name FROM dishes')
  expect(told).toMatchObject({ sample: tried.sample })
  await tools.truncate('dishes')
  expect((await dapur.collection('dishes').list()).totalItems).toBe(0)
  await tools.import([{ name: 'menus', type: 'base' }], { deleteMissing: true })
  const { items } = await dapur.collections.list({ perPage: 200 })
  expect(items.map(({ name }) => name)).not.toContain('dishes')
})

test('services §10 a backup is made, fetched, brought back and removed', async () => {
  const { idle, ...made } = await backupApp()
  const { pb, dapur } = await both(await servedApp(made))
  const backups = backupsOf(dapur)
  await backups.create('test.zip')
  expect(await backups.list()).toEqual(await pb.backups.getFullList())
  await expect(backups.create('a b.zip')).rejects.toMatchObject({ status: 400 })
  const url = backups.url('test.zip', await dapur.files.token())
  const file = new File([await (await fetch(url)).arrayBuffer()], 'Mine.zip', { type: 'application/zip' })
  expect(file.size).toBe((await backups.list())[0]?.size)
  const shares: number[] = []
  await backups.upload(file, { onProgress: (share) => shares.push(share) })
  expect(shares.at(-1)).toBe(1)
  await dapur.collections.create({ name: 'later', type: 'base' })
  await backups.restore('Mine.zip')
  await idle()
  await expect(dapur.collections.get('later')).rejects.toMatchObject({ status: 404 })
  await backups.delete('Mine.zip')
  expect((await backups.list()).map(({ key }) => key)).toEqual(['test.zip'])
}, 60_000)

test('services §10 a superuser is somebody else, in a client of its own', async () => {
  const { pb, dapur, open } = await both()
  const { id } = await dapur.collection('users').getFirstListItem({ email: sri.email })
  const other = await impersonate(dapur, { collection: 'users', id, duration: 60 })
  expect(other.auth.session?.record['email']).toBe(sri.email)
  const theirs = await pb.collection('users').impersonate(id, 60)
  expect(other.auth.session?.record).toEqual(theirs.authStore.record)
  expect((await other.collection('users').list()).items.map((user) => user.id)).toEqual([id])
  // Who asked stays who they were.
  expect(dapur.auth.session?.record.collectionName).toBe('_superusers')
  const guest = impersonate(open(), { collection: 'users', id })
  await expect(guest).rejects.toMatchObject({ status: 401 })
})
