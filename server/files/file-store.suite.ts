import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FileContent, FileStore } from './file-store.ts'

/** A store for the suite, empty at first. */
export interface StoreUnderTest {
  readonly store: FileStore
  readonly close: () => Promise<void>
}

/** What every store has to do (contract services.md §4.3). */
export function fileStoreSuite(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`services §4.3 the store ${name}`, () => {
    let subject: StoreUnderTest
    let folder: string
    let path: string
    beforeAll(async () => {
      subject = await open()
      folder = await mkdtemp(join(tmpdir(), 'store-'))
    })
    beforeEach(async () => {
      path = join(folder, 'arrived')
      await writeFile(path, 'nasi uduk')
      await subject.store.removeAll('c1/')
    })
    afterAll(async () => {
      await subject.close()
      await rm(folder, { recursive: true, force: true })
    })

    const attributes = { contentType: 'image/png', originalName: 'Nasi uduk ✓.png', md5: 'abc' }

    test('keeps a file with what is known of it, and leaves the source where it was', async () => {
      const { store } = subject
      const before = Date.now()
      await store.put('c1/r1/a.png', path, attributes)
      expect(await bytesOf(store.read('c1/r1/a.png'))).toBe('nasi uduk')
      const { modified, ...stat } = (await store.stat('c1/r1/a.png')) ?? {}
      expect(stat).toEqual({ size: 9, contentType: 'image/png', originalName: 'Nasi uduk ✓.png' })
      expect(Math.abs((modified ?? 0) - before)).toBeLessThan(5000)
      expect(await readFile(path, 'utf8')).toBe('nasi uduk')
    })

    test('reads parts of a file', async () => {
      const { store } = subject
      await store.put('c1/r1/a.png', path, attributes)
      expect(await bytesOf(store.read('c1/r1/a.png', { start: 5, end: 8 }))).toBe('uduk')
      expect(await bytesOf(store.read('c1/r1/a.png', { start: 1, end: 1 }))).toBe('a')
    })

    test('streams what is large', async () => {
      const { store } = subject
      const large = Buffer.alloc(3_000_001, 'abcdefg')
      await writeFile(path, large)
      await store.put('c1/r1/large.bin', path, { contentType: 'x/y', originalName: '' })
      expect(await bytesOf(store.read('c1/r1/large.bin'))).toBe(large.toString())
      const part = await bytesOf(store.read('c1/r1/large.bin', { start: 7, end: 2_000_000 }))
      expect(part).toBe(large.subarray(7, 2_000_001).toString())
      const cut = await store.read('c1/r1/large.bin')
      if (cut instanceof ReadableStream) await cut.cancel()
    })

    test('keeps an empty file', async () => {
      const { store } = subject
      await writeFile(path, '')
      await store.put('c1/r1/empty', path, { contentType: 'text/plain', originalName: '' })
      expect(await bytesOf(store.read('c1/r1/empty'))).toBe('')
      expect((await store.stat('c1/r1/empty'))?.size).toBe(0)
    })

    test('has names with every character that stored names may have', async () => {
      const { store } = subject
      const key = 'c1/r1/a_b.c*d-e+f=g#h'
      await store.put(key, path, attributes)
      expect(await bytesOf(store.read(key))).toBe('nasi uduk')
      expect(await keysOf(store, 'c1/')).toEqual([key])
      await store.remove(key)
      expect(await store.stat(key)).toBeUndefined()
    })

    test('lists what is under a prefix, without anything of its own', async () => {
      const { store } = subject
      const keys = ['c1/r1/a.png', 'c1/r1/b.attrs', 'c1/r1/thumbs_a.png/100x100_a.png', 'c1/r2/a.png']
      for (const key of keys) await store.put(key, path, attributes)
      expect(await keysOf(store, 'c1/')).toEqual(keys)
      expect(await keysOf(store, 'c1/r1/')).toEqual(keys.slice(0, 3))
      expect(await keysOf(store, 'c2/')).toEqual([])
    })

    test('removes a file alone, or all under a prefix', async () => {
      const { store } = subject
      const keys = ['c1/r1/a.png', 'c1/r1/b.png', 'c1/r1/thumbs_a.png/x', 'c1/r2/a.png']
      for (const key of keys) await store.put(key, path, attributes)
      await store.remove('c1/r1/a.png')
      await store.remove('c1/r1/nothing.png')
      expect(await keysOf(store, 'c1/')).toEqual(keys.slice(1))
      await store.removeAll('c1/r1/')
      await store.removeAll('c1/r9/')
      expect(await keysOf(store, 'c1/')).toEqual(['c1/r2/a.png'])
    })

    test('knows nothing of what is not there', async () => {
      const { store } = subject
      expect(await store.stat('c1/r1/a.png')).toBeUndefined()
      expect(await store.read('c1/r1/a.png')).toBeUndefined()
      expect(await store.read('c1/r1/a.png', { start: 0, end: 5 })).toBeUndefined()
    })

    test.each(['../x', 'c1/../../x', 'c1//x', '/x', 'c1/r1/', 'c1\\r1', 'c1/\0', ''])(
      'F1 a key that leads elsewhere leads nowhere: %j',
      async (key) => {
        const { store } = subject
        expect(await store.stat(key)).toBeUndefined()
        if (key === 'c1/r1/') return
        expect(await store.read(key)).toBeUndefined()
        await expect(store.put(key, path, attributes)).rejects.toThrow('cannot be the key')
        await store.remove(key)
        await store.removeAll(key)
        expect(await keysOf(store, key)).toEqual([])
      },
    )
  })
}

/** The text of a content. */
export async function bytesOf(content: Promise<FileContent | undefined>): Promise<string | undefined> {
  const found = await content
  return found && (await new Response(found).text())
}

/** What a store has under a prefix, sorted. */
export async function keysOf(store: FileStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys.toSorted()
}
