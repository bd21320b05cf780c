import { createHash } from 'node:crypto'
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { open } from 'yauzl'
import { ZipFile } from 'yazl'
import { type BackupApp, backupApp } from './backup-app.ts'
import { file } from './file-app.ts'

const RECORDS = '/api/collections/dishes/records'
const MANIFEST = 'dapur-backup.json'

/** The entries of a zip, by name. */
async function unzip(path: string): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>()
  await new Promise<void>((resolve, reject) => {
    open(path, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed)
          void buffer(stream).then((content) => {
            entries.set(entry.fileName, content)
            zip.readEntry()
          })
        })
      })
      zip.on('end', resolve)
      zip.readEntry()
    })
  })
  return entries
}

interface Planted {
  readonly name: string
  readonly content: Buffer
  readonly mode?: number
}

async function zipUp(path: string, entries: readonly Planted[]): Promise<void> {
  const zip = new ZipFile()
  for (const { name, content, mode = 0o100_600 } of entries) zip.addBuffer(content, name, { mode })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}

function listed(
  entries: ReadonlyMap<string, Buffer>,
  change: (manifest: object) => object = (x) => x,
): Buffer {
  const own = [...entries].filter(([name]) => name !== MANIFEST)
  const manifest = {
    ...JSON.parse(String(entries.get(MANIFEST))),
    entries: own.map(([name, content]) => ({
      name,
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
  }
  return Buffer.from(JSON.stringify(change(manifest)))
}

function planted(entries: ReadonlyMap<string, Buffer>): Planted[] {
  return [...entries].map(([name, content]) => ({ name, content }))
}

/** An app with one dish, its backup, and the sum of everything that a restore could touch. */
async function target(): Promise<BackupApp & { entries: Map<string, Buffer>; state: () => Promise<string> }> {
  const app = await backupApp()
  await app.dish(['name', 'Soto'], ['photo', file('a.png')])
  await app.backup('good.zip')
  const entries = await unzip(app.archive('good.zip'))
  await app.dish(['name', 'Rawon'])
  const state = async (): Promise<string> =>
    JSON.stringify([
      (await app.call('GET', RECORDS)).json,
      app.stored(),
      (await app.as('GET', '/api/settings')).json,
    ])
  return { ...app, entries, state }
}

/** Ask for a restore that has to be refused; answers why it was. */
async function refused({ as, app, idle }: BackupApp, name: string): Promise<string> {
  expect((await as('POST', `/api/backups/${name}/restore`)).status).toBe(204)
  await idle()
  return app.house.backups.lastFailure?.message ?? 'it was restored'
}

test('services §6.2 an archive has the layout of a data directory, and says what is in it', async () => {
  const { entries, id } = await target()
  const names = [...entries.keys()]
  expect(names.filter((name) => !name.startsWith('storage/'))).toEqual(['data.db', 'auxiliary.db', MANIFEST])
  expect(names.filter((name) => name.startsWith(`storage/${id}/`))).toHaveLength(2)
  const manifest = JSON.parse(String(entries.get(MANIFEST)))
  expect(manifest).toMatchObject({ format: 1, files: 'disk', missing: [] })
  expect(manifest.versions.migrations).toContain('0001_system')
  const said = manifest.entries.map(({ name }: { name: string }) => name)
  expect(said).toEqual(names.filter((name) => name !== MANIFEST))
  expect(JSON.parse(String(listed(entries)))).toEqual(manifest)
})

test('F6 archives that are not what they should be are refused, and nothing changes', async () => {
  const made = await target()
  const { entries, archive, state } = made
  const before = await state()
  const good = planted(entries)
  const without = (name: string): Planted[] => good.filter((entry) => entry.name !== name)
  const with_ = (...more: Planted[]): Planted[] => [...good, ...more]
  const evil = Buffer.from('evil')
  const db = entries.get('data.db') ?? Buffer.alloc(0)
  const damaged = Buffer.from(db)
  damaged.fill(0xff, 4096 * 3, 4096 * 3 + 2000)
  const relisted = (changed: Map<string, Buffer>, change?: (manifest: object) => object): Planted[] => [
    ...planted(changed).filter(({ name }) => name !== MANIFEST),
    { name: MANIFEST, content: listed(changed, change) },
  ]
  const swapped = (name: string, content: Buffer): Map<string, Buffer> =>
    new Map([...entries, [name, content]])
  const cases: readonly (readonly [string, readonly Planted[], RegExp])[] = [
    [
      'a link',
      with_({ name: 'storage/x', content: Buffer.from('/etc/passwd'), mode: 0o120_777 }),
      /link or a device/,
    ],
    ['a device', with_({ name: 'storage/x', content: evil, mode: 0o060_600 }), /link or a device/],
    ['a name twice', with_({ name: 'data.db', content: evil }), /twice/],
    ['a twin in another case', with_({ name: 'DATA.db', content: evil }), /not in its manifest/],
    ['a file that is not listed', with_({ name: 'storage/a/b/c.txt', content: evil }), /not in its manifest/],
    ['a part of something else', relisted(swapped('hono.config.ts', evil)), /no part of a backup/],
    ['no database', without('data.db'), /missing in the archive/],
    [
      'no database, not even listed',
      relisted(new Map([...entries].filter(([name]) => name !== 'data.db'))),
      /no data\.db/,
    ],
    ['no manifest', without(MANIFEST), /dapur import pocketbase/],
    [
      'a manifest that is no JSON',
      [...without(MANIFEST), { name: MANIFEST, content: evil }],
      /cannot be read/,
    ],
    ['another format', relisted(entries, (manifest) => ({ ...manifest, format: 2 })), /format 2/],
    ['another content', [...without('data.db'), { name: 'data.db', content: damaged }], /not what it was/],
    [
      'a damaged database, well listed',
      relisted(swapped('data.db', damaged)),
      /data\.db (?:is damaged|cannot be read)/,
    ],
    [
      'no database in data.db',
      relisted(swapped('data.db', Buffer.alloc(8192, 'x'))),
      /data\.db cannot be read/,
    ],
    ['a newer schema', relisted(swapped('data.db', await newer(made, db))), /9999_future/],
    [
      'a file of a record that is not there',
      relisted(new Map([...entries].filter(([name]) => !name.endsWith('.png')))),
      /which a record names/,
    ],
  ]
  for (const [what, content, why] of cases) {
    await zipUp(archive('bad.zip'), content)
    expect([what, await refused(made, 'bad.zip')]).toEqual([what, expect.stringMatching(why)])
  }
  expect(await state()).toBe(before)
  // The same way, an archive that is good goes in: the cases above were not refused for how they were made.
  await zipUp(archive('again.zip'), relisted(entries))
  await made.restore('again.zip')
  expect(await state()).not.toBe(before)
}, 120_000)

/** The database of a server that knows a migration more. */
async function newer({ dir }: BackupApp, content: Buffer): Promise<Buffer> {
  const { default: Database } = await import('better-sqlite3')
  const path = join(dir, 'newer.db')
  writeFileSync(path, content)
  const db = new Database(path)
  db.exec(`INSERT INTO _dapur_migrations VALUES ('9999_future', '2099-01-01T00:00:00.000Z')`)
  db.close()
  return readFileSync(path)
}

test('F6 names that lead elsewhere are refused', async () => {
  const made = await target()
  const { entries, archive, state } = made
  const before = await state()
  const good = planted(entries)
  const harmless = 'storage/harmless'
  await zipUp(archive('plain.zip'), [...good, { name: harmless, content: Buffer.from('evil') }])
  const bytes = readFileSync(archive('plain.zip'))
  const names = [
    '../../../../evil',
    '/tmp/evil///////',
    'C:/Windows/evil1',
    'storage\\\\..\\\\evi',
    'storage/./././ev',
  ]
  for (const name of names) {
    expect([name, name.length]).toEqual([name, harmless.length])
    writeFileSync(archive('bad.zip'), replaced(bytes, harmless, name))
    expect([name, await refused(made, 'bad.zip')]).toEqual([
      name,
      expect.stringMatching(/no whole zip archive|not plain/),
    ])
  }
  writeFileSync(archive('bad.zip'), replaced(bytes, harmless, 'storage/h\u0000rmless'))
  expect(await refused(made, 'bad.zip')).toMatch(/control characters/)
  expect(await state()).toBe(before)
}, 120_000)

/** Names stand twice in a zip: before their content, and in its directory. */
function replaced(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
}

test('F6 an archive that was cut off is refused, wherever', async () => {
  const made = await target()
  const { archive, state } = made
  const before = await state()
  const whole = readFileSync(archive('good.zip'))
  for (let at = 1; at <= 10; at++) {
    writeFileSync(archive('cut.zip'), whole.subarray(0, Math.floor((whole.length * at) / 11)))
    expect(await refused(made, 'cut.zip')).toMatch(/no whole zip archive/)
  }
  const turned = Buffer.from(whole)
  turned.writeUInt8(turned.readUInt8(2000) ^ 0xff, 2000)
  writeFileSync(archive('turned.zip'), turned)
  expect(await refused(made, 'turned.zip')).toMatch(/damaged|not what it was/)
  expect(await state()).toBe(before)
}, 120_000)

test('F6 what would grow without measure is refused before it is unpacked', async () => {
  const made = await target()
  const { archive } = made
  const zip = new ZipFile()
  const zeros = Buffer.alloc(100 * 1024 * 1024)
  for (let at = 0; at < 4; at++) zip.addBuffer(zeros, `storage/${at}`)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(archive('bomb.zip')))
  expect(await refused(made, 'bomb.zip')).toMatch(/would grow from \d+ to 419430400 bytes/)
  // The directory says that one content is that of many.
  await zipUp(archive('some.zip'), [
    { name: 'storage/a', content: Buffer.alloc(5000, 'abc') },
    { name: 'storage/b', content: Buffer.from('b') },
  ])
  const bytes = readFileSync(archive('some.zip'))
  const second = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002'))
  bytes.writeUInt32LE(60_000, second + 20)
  writeFileSync(archive('some.zip'), bytes)
  expect(await refused(made, 'some.zip')).toMatch(/overlap/)
}, 120_000)
