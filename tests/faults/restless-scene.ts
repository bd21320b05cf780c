import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient, memoryStore } from '@dapur/sdk'
import { SUPERUSER } from './server-process.ts'

/** Somebody who may see what is public, and their own. */
export interface Account {
  readonly id: string
  readonly token: string
}

/** A record that is there. */
export interface Written {
  readonly id: string
  readonly owner: string
  readonly public: boolean
}

export interface Scene {
  readonly root: Client
  readonly accounts: readonly Account[]
}

const RULE = 'public = true || owner = @request.auth.id'
const ACCOUNTS = 2
const BATCH = 25
const ORDERS_EVERY_MS = 50

/**
 * Make the collections `notes` and `orders`, and two accounts.
 *
 * @example const { root, accounts } = await setScene(server.url)
 */
export async function setScene(url: string): Promise<Scene> {
  const root = createClient(url, { store: memoryStore() })
  await root.collection('_superusers').signIn(SUPERUSER)
  const { id: collectionId } = await root.collections.get('users')
  const fields = [
    { name: 'text', type: 'text' },
    { name: 'public', type: 'bool' },
    { name: 'owner', type: 'relation', maxSelect: 1, collectionId },
  ]
  for (const name of ['notes', 'orders'])
    await root.collections.create({
      name,
      type: 'base',
      listRule: RULE,
      viewRule: RULE,
      fields,
      // Lists that are kept up to date are read in this order, and are not what is tried.
      indexes: [`CREATE INDEX idx_${name}_text ON ${name} (text)`],
    })
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) => makeAccount(root, url, i))
  return { root, accounts: await Promise.all(accounts) }
}

async function makeAccount(root: Client, url: string, place: number): Promise<Account> {
  const account = { email: `cook${place}@example.com`, password: 'sambal-terasi-9' }
  const { id } = await root.collection('users').create({ ...account, passwordConfirm: account.password })
  const own = createClient(url, { store: memoryStore() })
  return { id, token: (await own.collection('users').signIn(account)).token }
}

/**
 * Write notes in batches, and orders whose hooks throw, until the end.
 *
 * @example await writeAll(scene, { perSecond: 1000, ms: 60_000 })
 */
export async function writeAll(
  { root, accounts }: Scene,
  { perSecond, ms }: { readonly perSecond: number; readonly ms: number },
): Promise<void> {
  const owners = ['', ...accounts.map(({ id }) => id)]
  const until = performance.now() + ms
  await Promise.all([writeNotes(root, { owners, perSecond, until }), writeOrders(root, owners, until)])
}

/**
 * All that is there, whatever its writer was answered.
 *
 * @example const written = await readAll(scene)
 */
export async function readAll({ root }: Scene): Promise<Written[]> {
  return [...(await readEach(root, 'notes')), ...(await readEach(root, 'orders'))]
}

interface Writing {
  readonly owners: readonly string[]
  readonly perSecond: number
  readonly until: number
}

async function writeNotes(root: Client, { owners, perSecond, until }: Writing): Promise<void> {
  let due = performance.now()
  while (performance.now() < until) {
    await root.batch((batch) => {
      for (let i = 0; i < BATCH; i++) batch.collection('notes').create(cellsFor(owners))
    })
    // Who is late does not catch up by more than a second.
    due = Math.max(due + (1000 * BATCH) / perSecond, performance.now() - 1000)
    await sleep(Math.max(0, due - performance.now()))
  }
}

/** One in three is refused before it is written, and one in three after. */
async function writeOrders(root: Client, owners: readonly string[], until: number): Promise<void> {
  const texts = ['before', 'after', 'well'] as const
  for (let i = 0; performance.now() < until; i++) {
    const text = texts[i % texts.length] ?? 'well'
    const isDone = await root
      .collection('orders')
      .create({ ...cellsFor(owners), text })
      .then(
        () => true,
        () => false,
      )
    if (isDone !== (text === 'well')) throw new Error(`an order that is ${text} was answered ${isDone}`)
    await sleep(ORDERS_EVERY_MS)
  }
}

async function readEach(root: Client, collection: string): Promise<Written[]> {
  const all: Written[] = []
  for await (const { id, owner, public: isPublic } of root.collection(collection).each({ sort: 'id' }))
    all.push({ id, owner: String(owner), public: isPublic === true })
  return all
}

function cellsFor(owners: readonly string[]): { text: string; public: boolean; owner: string } {
  const owner = owners[Math.floor(Math.random() * owners.length)] ?? ''
  return { text: String(Math.random()), public: Math.random() < 0.5, owner }
}
