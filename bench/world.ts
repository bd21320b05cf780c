import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createClient, memoryStore } from '@dapur/sdk'
import { startServer, SUPERUSER } from '../tests/faults/server-process.ts'

/** A data dir full of posts, and who asks for them. */
export interface World {
  readonly dir: string
  /** The one user who asks, and what that one signs in with. */
  readonly account: { readonly email: string; readonly password: string }
  readonly token: string
  readonly userId: string
  /** Of posts that the user may see, at random. */
  readonly visibleIds: readonly string[]
  remove(): void
}

const ACCOUNT = { email: 'reader@example.com', password: 'correct horse battery' }
const RULE = 'published = true || author = @request.auth.id'
const AUTHORS = 100
const IDS = 5000

/**
 * Makes the collections through the API, then writes the posts straight into SQLite: 100,000 creates would take
 * longer than the measuring.
 *
 * @param rows how many posts
 * @example const world = await makeWorld(100_000); world.remove()
 */
export async function makeWorld(rows: number): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-bench-'))
  try {
    const user = await makeCollections(dir)
    const visibleIds = fill(join(dir, 'data.db'), user.userId, rows)
    return {
      dir,
      account: ACCOUNT,
      ...user,
      visibleIds,
      remove: () => rmSync(dir, { recursive: true, force: true }),
    }
  } catch (error) {
    rmSync(dir, { recursive: true, force: true })
    throw error
  }
}

async function makeCollections(dir: string): Promise<{ token: string; userId: string }> {
  const server = await startServer({ dir })
  try {
    const dapur = createClient(server.url, { store: memoryStore() })
    await dapur.collection('_superusers').signIn(SUPERUSER)
    const { id: usersId } = await dapur.collections.get('users')
    await dapur.collections.create(posts(usersId))
    await dapur.collection('users').create({ ...ACCOUNT, passwordConfirm: ACCOUNT.password })
    const { token, record } = await dapur.collection('users').signIn(ACCOUNT)
    return { token, userId: record.id }
  } finally {
    await server.stop()
  }
}

function posts(usersId: string): { name: string; type: 'base' } & Record<string, unknown> {
  return {
    name: 'posts',
    type: 'base',
    listRule: RULE,
    viewRule: RULE,
    createRule: '@request.auth.id != "" && author = @request.auth.id',
    fields: [
      { name: 'title', type: 'text', required: true },
      { name: 'text', type: 'text' },
      { name: 'published', type: 'bool' },
      { name: 'author', type: 'relation', collectionId: usersId, maxSelect: 1 },
      { name: 'views', type: 'number' },
      { name: 'created', type: 'autodate', onCreate: true },
      { name: 'updated', type: 'autodate', onCreate: true, onUpdate: true },
    ],
    indexes: [
      'CREATE INDEX `idx_posts_created` ON `posts` (`created`)',
      'CREATE INDEX `idx_posts_author` ON `posts` (`author`)',
    ],
  }
}

/** One post a second up to now, every second one published, one in a hundred by the user who asks. */
function fill(file: string, userId: string, rows: number): string[] {
  const db = new Database(file)
  try {
    db.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :rows - 1)
       INSERT INTO posts (id, title, text, published, author, views, created, updated)
       SELECT printf('m%07d%s', i, substr(lower(hex(randomblob(4))), 1, 7)), 'Post number ' || i,
         'What one writes into a field of text, a few lines long. ' || hex(randomblob(20)), i % 2,
         iif(i % :authors = 0, :userId, printf('author%09d', i % :authors)), i % 1000, at, at
       FROM (SELECT i, strftime('%Y-%m-%d %H:%M:%fZ', 'now', (i - :rows) || ' seconds') AS at FROM n)`,
    ).run({ rows, authors: AUTHORS, userId })
    return db
      .prepare<unknown[], string>(
        'SELECT id FROM posts WHERE published = 1 OR author = ? ORDER BY random() LIMIT ?',
      )
      .pluck()
      .all(userId, IDS)
  } finally {
    db.close()
  }
}
