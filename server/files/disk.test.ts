import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { diskStore } from './disk.ts'
import { bytesOf, fileStoreSuite, keysOf } from './file-store.suite.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'disk-'))
  return made
}

fileStoreSuite('disk', async () => {
  const root = await folder()
  return { store: diskStore(root), close: () => rm(root, { recursive: true }) }
})

async function subject(): Promise<{ root: string; path: string; store: ReturnType<typeof diskStore> }> {
  const root = await folder()
  onTestFinished(() => rmSync(root, { recursive: true }))
  const path = join(root, 'arrived')
  writeFileSync(path, 'soto')
  return { root, path, store: diskStore(join(root, 'storage')) }
}

test('services §4.3 the side-car has the keys of PocketBase', async () => {
  const { root, path, store } = await subject()
  await store.put('c/r/a.png', path, { contentType: 'image/png', originalName: 'A.png', md5: 'x==' })
  expect(readdirSync(join(root, 'storage/c/r')).toSorted()).toEqual(['a.png', 'a.png.attrs'])
  expect(JSON.parse(readFileSync(join(root, 'storage/c/r/a.png.attrs'), 'utf8'))).toEqual({
    'user.cache_control': '',
    'user.content_disposition': '',
    'user.content_encoding': '',
    'user.content_language': '',
    'user.content_type': 'image/png',
    'user.metadata': { 'original-filename': 'A.png' },
    md5: 'x==',
  })
})

test('services §4.3 without a side-car, or with a broken one, a file is nothing in particular', async () => {
  const { root, store } = await subject()
  mkdirSync(join(root, 'storage/c/r'), { recursive: true })
  writeFileSync(join(root, 'storage/c/r/a.png'), 'soto')
  expect((await store.stat('c/r/a.png'))?.contentType).toBe('application/octet-stream')
  writeFileSync(join(root, 'storage/c/r/a.png.attrs'), '{"user.content_ty')
  expect((await store.stat('c/r/a.png'))?.contentType).toBe('application/octet-stream')
  writeFileSync(
    join(root, 'storage/c/r/a.png.attrs'),
    '{"user.content_type":"image/gif","user.metadata":null,"md5":""}',
  )
  expect(await store.stat('c/r/a.png')).toMatchObject({ contentType: 'image/gif', originalName: '' })
})

test('F8 a side-car whose file is gone is listed, so that a sweep finds it', async () => {
  const { root, path, store } = await subject()
  await store.put('c/r/a.png', path, { contentType: 'image/png', originalName: '' })
  rmSync(join(root, 'storage/c/r/a.png'))
  expect(await keysOf(store, 'c/')).toEqual(['c/r/a.png.attrs'])
  await store.remove('c/r/a.png.attrs')
  expect(existsSync(join(root, 'storage/c'))).toBe(false)
})

test('folders go with their last file, and come again', async () => {
  const { root, path, store } = await subject()
  await store.put('c/r/a.png', path, { contentType: 'image/png', originalName: '' })
  await store.remove('c/r/a.png')
  expect(existsSync(join(root, 'storage/c'))).toBe(false)
  const puts = Array.from({ length: 20 }, (_, n) =>
    store
      .put(`c/r/${n}`, path, { contentType: 'x/y', originalName: '' })
      .then(() => store.remove(`c/r/${n}`)),
  )
  await Promise.all(puts)
  expect(await keysOf(store, 'c/')).toEqual([])
  await store.put('c/r/b.png', path, { contentType: 'image/png', originalName: '' })
  expect(await bytesOf(store.read('c/r/b.png'))).toBe('soto')
})
