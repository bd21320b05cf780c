import { createCipheriv, createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashSync } from '@node-rs/bcrypt'
import Database from 'better-sqlite3'
import { createBaseTables, fillUsers, insertRow, options, recordTable } from './pocketbase-schema.ts'

/** What the tests know of the data that they move. */
interface Moved {
  readonly email: string
  /** Of every account; its hash is one of bcrypt. */
  readonly password: string
  readonly userId: string
  readonly tokenKey: string
  /** The secret of `authToken`. */
  readonly secret: string
  readonly postId: string
  readonly image: string
  readonly imageBytes: Buffer
  readonly superuser: string
}

export const moved: Moved = {
  email: 'siti@example.com',
  password: 'nasi-goreng-7',
  userId: 'user00000000001',
  tokenKey: 'k'.repeat(50),
  secret: 's'.repeat(50),
  postId: 'post00000000001',
  image: 'satay_a1b2c3d4e5.png',
  imageBytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  superuser: 'root@example.com',
}

/** How a fixture differs from the plain one. */
export interface FixtureOptions {
  /** Encrypt the settings under this key of 32 characters. */
  readonly encryptionKey?: string
  /** Change the database before it is closed. */
  readonly alter?: (db: Database.Database) => void
  /** So many more records of `posts`. */
  readonly more?: number
  /** Leave the last changes in the WAL, as a server that was killed does. */
  readonly withWal?: boolean
}

/**
 * Write a data directory in the layout of contract data.md §7, with what old ones hold: fields without newer keys,
 * outdated index texts, columns of other types, NULLs, old dates, leftovers of changed fields, links to nothing.
 *
 * @example writeFixture(join(dir, 'pb_data'))
 */
export function writeFixture(
  dir: string,
  { encryptionKey, alter, more = 0, withWal }: FixtureOptions = {},
): void {
  mkdirSync(dir, { recursive: true })
  const db = new Database(join(dir, 'data.db'))
  db.pragma('journal_mode = WAL')
  createBaseTables(db)
  const settings = JSON.stringify(settingsJson)
  const value = encryptionKey === undefined ? settings : encrypt(settings, encryptionKey)
  db.prepare('INSERT INTO _params VALUES (?, ?, ?, ?)').run('settings', Buffer.from(value), time, time)
  fillUsers(db, { ...moved, hash: hashSync(moved.password, 4).replace('$2b$', '$2a$') })
  createPosts(db)
  addMore(db, more)
  alter?.(db)
  if (withWal) copyUnclosed(db, dir)
  db.close()
  if (withWal) restoreUnclosed(dir)
  writeFiles(dir)
}

/** A hash over every file of a folder: its path and bytes. */
export function hashOf(dir: string): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    hash.update(path)
    if (entry.isFile()) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}

const time = '2024-05-01 10:00:00.000Z'

const settingsJson = {
  smtp: { enabled: true, host: 'mail.example.com', port: 2525, password: 'mail-secret' },
  meta: {
    appName: 'Warung',
    appURL: 'https://warung.example',
    senderName: 'Siti',
    senderAddress: 'siti@example.com',
  },
  batch: { enabled: true, maxRequests: 7, timeout: 3, maxBodySize: 0 },
  rateLimits: { enabled: false, rules: null },
  oldSetting: true,
}

function encrypt(text: string, key: string): string {
  const nonce = Buffer.alloc(12, 7)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), nonce)
  const secret = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, secret, cipher.getAuthTag()]).toString('base64')
}

function createPosts(db: Database.Database): void {
  const rules = {
    listRule: "status != 'draft'",
    viewRule: '',
    createRule: null,
    updateRule: null,
    deleteRule: null,
  }
  recordTable(db, {
    id: 'old7random4id',
    name: 'posts',
    type: 'base',
    ...rules,
    fields: postFields,
    // The table was renamed once, and the texts were not.
    indexes: [
      'CREATE INDEX `idx_title` ON `articles` (`title`)',
      'CREATE UNIQUE INDEX idx_slug ON articles (slug)',
    ],
    columns: `id TEXT PRIMARY KEY, title TEXT DEFAULT '', slug TEXT, views REAL, hot Boolean, due TEXT, status TEXT,
      labels TEXT, author TEXT, readers JSON, image TEXT, gallery JSON, meta JSON, place JSON, body TEXT, mail TEXT,
      link TEXT, created TEXT, updated TEXT, orphan TEXT`,
  })
  insertRow(db, 'posts', firstPost)
  insertRow(db, 'posts', { id: 'rAb-Cd_12', slug: 'null' })
  insertRow(db, 'posts', {
    id: 'post00000000003',
    title: 'Words',
    slug: 'words',
    views: '7',
    hot: 'true',
    due: 'tomorrow',
    status: 'live',
    labels: '',
    author: 'gone0000000000x',
    gallery: '',
    meta: 'no json',
    place: 'x',
  })
  insertRow(db, 'posts', {
    id: 'post00000000004',
    title: 'Draft',
    slug: 'draft',
    views: 0,
    hot: 0,
    due: '',
    status: 'draft',
    labels: '["a"]',
    author: '',
    readers: '[]',
    gallery: '[]',
    meta: 'null',
    place: '{"lon":0,"lat":0}',
  })
  const query =
    'SELECT p.id, p.title, u.name AS author_name, (1 + 1) AS two FROM posts p LEFT JOIN users u ON u.id = p.author'
  view(db, 'post_list', query, "title != ''")
  view(db, 'titles', 'SELECT id, title FROM post_list', '')
}

const firstPost = {
  id: moved.postId,
  title: 'First',
  slug: 'first',
  views: 12.5,
  hot: 1,
  due: '2022-01-02 03:04:05',
  // What is left of a time in which it took several, and of one in which the next took only one.
  status: '["draft","live"]',
  labels: 'solo',
  author: moved.userId,
  readers: '["user00000000001","gone0000000000x"]',
  image: moved.image,
  gallery: `["${moved.image}"]`,
  meta: '{"b":[1,2]}',
  place: '{"lat":-6.2,"lon":106.8}',
  created: '2020-01-01 00:00:00',
  updated: time,
  orphan: 'left',
}

const postFields = [
  {
    id: '_pbf_text_id_',
    name: 'id',
    type: 'text',
    system: true,
    required: true,
    primaryKey: true,
    pattern: '',
  },
  { id: 't1', name: 'title', type: 'text' },
  { id: 't2', name: 'slug', type: 'text', max: null },
  { id: 'n1', name: 'views', type: 'number', min: null },
  { id: 'b1', name: 'hot', type: 'bool' },
  { id: 'd1', name: 'due', type: 'date', min: '', max: '' },
  { id: 's1', name: 'status', type: 'select', values: ['draft', 'live'], maxSelect: 1 },
  { id: 's2', name: 'labels', type: 'select', values: ['a', 'solo'], maxSelect: 2 },
  { id: 'r1', name: 'author', type: 'relation', collectionId: '_pb_users_auth_', maxSelect: 1 },
  { id: 'r2', name: 'readers', type: 'relation', collectionId: '_pb_users_auth_', maxSelect: 9 },
  { id: 'f1', name: 'image', type: 'file', maxSelect: 1, thumbs: ['100x100'] },
  { id: 'f2', name: 'gallery', type: 'file', maxSelect: 3, mimeTypes: null },
  { id: 'j1', name: 'meta', type: 'json', maxSize: 0 },
  { id: 'g1', name: 'place', type: 'geoPoint' },
  { id: 'e1', name: 'body', type: 'editor' },
  { id: 'm1', name: 'mail', type: 'email', exceptDomains: null },
  { id: 'u1', name: 'link', type: 'url' },
  { id: 'c1', name: 'created', type: 'autodate', onCreate: true },
  { id: 'c2', name: 'updated', type: 'autodate', onCreate: true, onUpdate: true },
]

/** A view collection with its view. */
export function view(db: Database.Database, name: string, viewQuery: string, rule: string): void {
  db.exec(`CREATE VIEW ${name} AS SELECT * FROM (${viewQuery})`)
  insertRow(db, '_collections', {
    id: `v_${name}`,
    type: 'view',
    name,
    listRule: rule,
    viewRule: rule,
    options: options({ viewQuery }),
    created: time,
    updated: time,
  })
}

function addMore(db: Database.Database, more: number): void {
  if (more === 0) return
  db.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     INSERT INTO posts (id, title, slug, views, status, readers, created)
     SELECT printf('m%014d', i), 'Title ' || i, 's' || i, i, 'live', '["user00000000001"]', '${time}' FROM n`,
  ).run(more)
}

function writeFiles(dir: string): void {
  const folder = join(dir, 'storage', 'old7random4id', moved.postId)
  mkdirSync(join(folder, `thumbs_${moved.image}`), { recursive: true })
  writeFileSync(join(folder, moved.image), moved.imageBytes)
  const attributes = {
    'user.content_type': 'image/png',
    'user.metadata': { 'original-filename': 'Satay.png' },
  }
  writeFileSync(join(folder, `${moved.image}.attrs`), JSON.stringify(attributes))
  writeFileSync(join(folder, `thumbs_${moved.image}`, `100x100_${moved.image}`), 'thumb')
  writeFileSync(join(folder, 'forgotten_1234567890.txt'), 'nobody names me')
  mkdirSync(join(dir, 'backups'), { recursive: true })
  writeFileSync(join(dir, 'backups', 'old.zip'), 'zip')
  new Database(join(dir, 'auxiliary.db')).exec('CREATE TABLE _logs (id TEXT)').close()
  writeFileSync(join(dir, 'types.d.ts'), '')
}

/** Keep the files as they are while the database is open: closing would move the WAL into it. */
function copyUnclosed(db: Database.Database, dir: string): void {
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('wal_autocheckpoint = 0')
  db.exec(`UPDATE posts SET title = 'From the WAL' WHERE id = '${moved.postId}'`)
  for (const name of ['data.db', 'data.db-wal'])
    writeFileSync(join(dir, `${name}.kept`), readFileSync(join(dir, name)))
}

function restoreUnclosed(dir: string): void {
  for (const name of ['data.db', 'data.db-wal']) renameSync(join(dir, `${name}.kept`), join(dir, name))
}
