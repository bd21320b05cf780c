import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../app.ts'
import { on } from '../hooks/on.ts'
import { sweepFiles } from '../records/sweep-files.ts'
import { file, fileApp, type FileApp } from './file-app.ts'

const RECORDS = '/api/collections/dishes/records'

test('F8 a write that is undone at its last moment leaves no file', async () => {
  const hook = on('record.create', 'dishes', (event, next) =>
    event.transaction(async () => {
      await next()
      throw new Error('changed my mind')
    }),
  )
  const { form, superuser, stored, app } = await fileApp({ hooks: [hook] })
  expect((await form('POST', RECORDS, [['photo', file('a.png')]], superuser)).status).toBe(500)
  expect(stored()).toEqual([])
  expect(app.house.arriving.size).toBe(0)
})

test('F8 a store that fails makes the write fail, and leaves nothing', async () => {
  const { form, superuser, dish, stored, app, dir } = await fileApp()
  await dish(['photo', file('a.png')])
  const [key = ''] = stored()
  const [collection = ''] = key.split('/')
  // A file where the folder of the record would have to be.
  writeFileSync(join(dir, 'storage', collection, 'b'.repeat(15)), '')
  const parts = [
    ['id', 'b'.repeat(15)],
    ['photo', file('b.png')],
  ] as const
  expect((await form('POST', RECORDS, parts, superuser)).status).toBe(500)
  expect(stored()).toHaveLength(2)
  expect(app.house.arriving.size).toBe(0)
  expect(readdirSync(join(dir, 'tmp'))).toEqual([])
})

const until = (before: number): Parameters<typeof sweepFiles>[1] => ({ before, isOver: () => false })

/** Files that no crash could be blamed for, and files that one could. */
function plant(app: FileApp, record: string, photo: string): string[] {
  const folder = join(app.dir, 'storage', app.id)
  const orphans = [
    `${record}/orphan_abc.png`,
    `${record}/orphan_abc.png.attrs`,
    `${record}/alone.png.attrs`,
    `${record}/thumbs_gone.png/100x100_gone.png`,
    'norecordhere000/a.png',
  ]
  const others = [`${record}/thumbs_${photo}/100x100_${photo}`, 'loose.txt', 'a/b/c/d.txt']
  for (const path of [...orphans, ...others]) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), 'x')
  }
  mkdirSync(join(app.dir, 'storage', 'backups_of_mine', 'x'), { recursive: true })
  writeFileSync(join(app.dir, 'storage', 'backups_of_mine', 'x', 'y.zip'), 'x')
  return orphans.map((path) => join(folder, path))
}

test('F8 a sweep removes what no record names, and nothing else', async () => {
  const app = await fileApp()
  const made = await app.dish(['photo', file('a.png')], ['photos', file('b.attrs', 'Soto')])
  const before = app.stored()
  const orphans = plant(app, made.id, made.photo)
  const { house } = app.app
  expect(await sweepFiles(house, until(0))).toBe(0)
  house.arriving.add(`${app.id}/${made.id}/orphan_abc.png`)
  house.arriving.add(`${app.id}/${made.id}/alone.png`)
  expect(await sweepFiles(house, until(Infinity))).toBe(2)
  house.arriving.clear()
  expect(await sweepFiles(house, until(Infinity))).toBe(2)
  expect(orphans.filter((path) => existsSync(path))).toEqual([])
  expect(await sweepFiles(house, until(Infinity))).toBe(0)
  const left = app.stored()
  for (const key of before) expect(left).toContain(key)
  expect(left).toHaveLength(before.length + 4)
  expect(existsSync(join(app.dir, 'storage', app.id, made.id, `${made.photo}.attrs`))).toBe(true)
})

test('F8 what was not removed before the end is removed after the next start', async () => {
  const app = await fileApp()
  const made = await app.dish(['photo', file('a.png')])
  await app.app.house.fileKeeper.close()
  await app.call('DELETE', `${RECORDS}/${made.id}`)
  expect(app.stored()).toHaveLength(1)
  plant(app, made.id, made.photo)
  await app.app.close()
  const again = await openApp({ dir: app.dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  onTestFinished(() => again.close())
  await again.house.fileKeeper.settled()
  const left = app.stored().filter((key) => key.startsWith(`${app.id}/`))
  expect(left).toEqual([`${app.id}/a/b/c/d.txt`, `${app.id}/loose.txt`])
})
