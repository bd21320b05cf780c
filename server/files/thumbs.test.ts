import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Metadata } from 'sharp'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { diskStore } from './disk.ts'
import type { FileStat, FileStore } from './file-store.ts'
import { keysOf } from './file-store.suite.ts'
import { openThumbs, type Thumbs } from './thumbs.ts'

let root: string
let puts: string[]
let store: FileStore
let thumbs: Thumbs
let warnings: object[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'thumbs-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const disk = diskStore(join(root, 'storage'))
  puts = []
  store = {
    ...disk,
    put: (key, path, attributes) => {
      puts.push(key)
      return disk.put(key, path, attributes)
    },
  }
  warnings = []
  thumbs = openThumbs({ store, folder: root, log: { warn: (details) => warnings.push(details) } })
  onTestFinished(() => thumbs.close())
})

/** Four quarters of different colours: what stays of them says how it was cut. */
async function picture(width: number, height: number): Promise<Buffer> {
  const tile = (color: string) => ({
    create: { width: width / 2, height: height / 2, channels: 3 as const, background: color },
  })
  return sharp(tile('#ff0000'))
    .extend({ right: width / 2, bottom: height / 2, background: '#0000ff' })
    .png()
    .toBuffer()
}

async function keep(bytes: Buffer, contentType: string): Promise<FileStat> {
  const path = join(root, 'arrived')
  await writeFile(path, bytes)
  await store.put('c/r/a.png', path, { contentType, originalName: '' })
  puts = []
  return { size: bytes.length, modified: 0, contentType, originalName: '' }
}

async function made(key: string | undefined): Promise<Metadata> {
  return sharp(await readFile(join(root, 'storage', key ?? ''))).metadata()
}

describe('services §4.4 a thumbnail has the size that its name says', () => {
  test.each([
    ['100x100', 100, 100],
    ['40x80t', 40, 80],
    ['40x80b', 40, 80],
    ['100x100f', 100, 50],
    ['900x900f', 400, 200],
    ['0x50', 100, 50],
    ['50x0', 50, 25],
    ['800x0', 800, 400],
  ])('%s', async (size, width, height) => {
    const stat = await keep(await picture(400, 200), 'image/png')
    const thumb = await thumbs.get('c/r/a.png', stat, size)
    expect(thumb?.key).toBe(`c/r/thumbs_a.png/${size}_a.png`)
    expect(await made(thumb?.key)).toMatchObject({ width, height, format: 'png' })
    expect(thumb?.stat.contentType).toBe('image/png')
  })
})

test('services §4.4 top and bottom keep their part of the image', async () => {
  const stat = await keep(await picture(100, 400), 'image/png')
  const corner = async (size: string): Promise<number[]> => {
    const thumb = await thumbs.get('c/r/a.png', stat, size)
    const file = join(root, 'storage', thumb?.key ?? '')
    return [...(await sharp(file).raw().toBuffer()).subarray(0, 3)]
  }
  expect(await corner('50x50t')).toEqual([255, 0, 0])
  expect(await corner('50x50b')).toEqual([0, 0, 255])
})

test('services §4.4 jpeg and gif stay what they are, webp becomes png, EXIF turns the image', async () => {
  const image = sharp(await picture(400, 200))
  const forms = [
    ['image/jpeg', await image.jpeg().toBuffer(), 'jpeg'],
    ['image/gif', await image.gif().toBuffer(), 'gif'],
    ['image/webp', await image.webp().toBuffer(), 'png'],
  ] as const
  for (const [type, bytes, format] of forms) {
    await store.removeAll('c/')
    const thumb = await thumbs.get('c/r/a.png', await keep(bytes, type), '100x0')
    expect(await made(thumb?.key)).toMatchObject({ width: 100, height: 50, format })
    expect(thumb?.stat.contentType).toBe(`image/${format}`)
  }
  await store.removeAll('c/')
  const turned = await image.withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const thumb = await thumbs.get('c/r/a.png', await keep(turned, 'image/jpeg'), '100x0')
  expect(await made(thumb?.key)).toMatchObject({ width: 100, height: 200 })
})

test('F4 all who ask for the same thumbnail at once get one that is made once', async () => {
  const stat = await keep(await picture(400, 200), 'image/png')
  const all = await Promise.all(Array.from({ length: 50 }, () => thumbs.get('c/r/a.png', stat, '64x64')))
  expect(new Set(all.map((thumb) => thumb?.key))).toEqual(new Set(['c/r/thumbs_a.png/64x64_a.png']))
  expect(puts).toEqual(['c/r/thumbs_a.png/64x64_a.png'])
  await thumbs.get('c/r/a.png', stat, '64x64')
  expect(puts).toHaveLength(1)
  expect(await readdir(root)).toEqual(['arrived', 'storage'])
})

test('F3 SVG never reaches sharp, whatever its type says', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')
  expect(await thumbs.get('c/r/a.png', await keep(svg, 'image/svg+xml'), '100x100')).toBeUndefined()
  expect(warnings).toEqual([])
  expect(await thumbs.get('c/r/a.png', await keep(svg, 'image/png'), '100x100')).toBeUndefined()
  expect(warnings).toHaveLength(1)
  expect(await keysOf(store, 'c/')).toEqual(['c/r/a.png'])
})

test('F3 a small file of very many pixels is not opened', async () => {
  const bomb = await sharp({
    create: { width: 16_000, height: 16_000, channels: 3, background: '#000' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const stat = await keep(bomb, 'image/png')
  const before = process.memoryUsage().rss
  const all = await Promise.all(
    Array.from({ length: 200 }, (_, n) => thumbs.get('c/r/a.png', stat, `${n + 1}x1`)),
  )
  expect(all.every((thumb) => thumb === undefined)).toBe(true)
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024)
})

test('a broken image has no thumbnail, and a line that is full makes none', async () => {
  const whole = await picture(400, 200)
  const broken = await keep(whole.subarray(0, 60), 'image/png')
  expect(await thumbs.get('c/r/a.png', broken, '100x100')).toBeUndefined()
  await store.removeAll('c/')
  const stat = await keep(whole, 'image/png')
  const sizes = Array.from({ length: 400 }, (_, n) => `${n + 1}x1`)
  const all = await Promise.all(sizes.map((size) => thumbs.get('c/r/a.png', stat, size)))
  const count = all.filter((thumb) => thumb !== undefined).length
  expect(count).toBeGreaterThan(200)
  expect(count).toBeLessThan(400)
})

test.skipIf(process.platform !== 'linux')(
  'F3 an image that brings its process down is sent itself, is not tried again, and the next one is made',
  async () => {
    const stat = await keep(await picture(6000, 6000), 'image/png')
    const known = new Set(childrenHere())
    const waiting = thumbs.get('c/r/a.png', stat, '4000x4000')
    await expect.poll(() => childrenHere().filter((pid) => !known.has(pid)).length, { interval: 5 }).toBe(1)
    for (const pid of childrenHere()) if (!known.has(pid)) process.kill(pid, 'SIGSEGV')
    expect(await waiting).toBeUndefined()
    expect(warnings).toHaveLength(1)
    expect(await thumbs.get('c/r/a.png', stat, '4000x4000')).toBeUndefined()
    expect(warnings).toHaveLength(1)
    expect(await thumbs.get('c/r/a.png', stat, '40x40')).toBeDefined()
  },
)

/** The processes that this one has started. */
function childrenHere(): number[] {
  const text = readdirSync('/proc/self/task').map((id) =>
    readFileSync(`/proc/self/task/${id}/children`, 'utf8'),
  )
  return text.flatMap((line) => line.trim().split(' ').filter(Boolean).map(Number))
}
