import PocketBase, { ClientResponseError } from 'pocketbase'
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { backupApp } from './backup-app.ts'
import { testPassword } from './test-app.ts'

test('services §6.2 the official SDK makes, brings, fetches, restores and deletes backups', async () => {
  const { app, archive, idle } = await backupApp()
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const pb = new PocketBase(server.address)
  await pb.collection('_superusers').authWithPassword('root@example.com', testPassword)
  const keys = async (): Promise<string[]> => (await pb.backups.getFullList()).map(({ key }) => key)
  expect(await pb.backups.create('test.zip')).toBe(true)
  await expect(pb.backups.create('test.zip')).rejects.toMatchObject({
    status: 400,
    response: { data: { name: { code: 'validation_backup_name_exists' } } },
  })
  await expect(pb.backups.create('a b.zip')).rejects.toBeInstanceOf(ClientResponseError)
  const file = new File([new Uint8Array(readFileSync(archive('test.zip')))], 'Mine.zip')
  expect(await pb.backups.upload({ file })).toBe(true)
  expect(await keys()).toEqual(['Mine.zip', 'test.zip'])
  const response = await fetch(pb.backups.getDownloadURL(await pb.files.getToken(), 'Mine.zip'))
  expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, file.size])
  await pb.collections.create({ name: 'later', type: 'base' })
  expect(await pb.backups.restore('Mine.zip')).toBe(true)
  await idle()
  expect((await pb.collections.getFullList()).map(({ name }) => name)).not.toContain('later')
  expect(await pb.backups.delete('Mine.zip')).toBe(true)
  expect(await keys()).toEqual(['test.zip'])
  await expect(pb.backups.delete('Mine.zip')).rejects.toMatchObject({ status: 400 })
}, 60_000)
