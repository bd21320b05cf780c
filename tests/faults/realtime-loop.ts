import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type Client, createClient, memoryStore } from '@dapur/sdk'
import { BreakingLink, breaks } from './breaking-link.ts'
import { Follower, type Plant } from './follower.ts'
import { type ServerProcess, startServer, SUPERUSER } from './server-process.ts'

export interface CutOptions {
  /** Sockets; every second one speaks for an account, the others are guests. */
  readonly clients: number
  /** Cuts of single links, of all kinds; the server itself is killed once, and stopped once, on the way. */
  readonly cuts: number
  readonly writesPerSecond: number
  readonly plant?: Plant
}

/** What came of it. */
export interface CutResult {
  readonly writes: number
  readonly events: number
  readonly cuts: number
  /** A line for everything that a client heard twice, late, wrongly or not at all. */
  readonly faults: readonly string[]
}

const ACCOUNTS = 4
/** A control may never settle. */
const settledWithin = { honest: 60_000, planted: 3000 }
const BETWEEN_CUTS_MS = 30

/**
 * Clients listen to notes that come, change hands and go, while their links break and the server dies; in the end each
 * has to hold exactly what a list would answer it, and to have heard of nothing twice or out of order.
 *
 * @example const { faults } = await runCuts({ clients: 8, cuts: 60, writesPerSecond: 100 })
 */
export async function runCuts(options: CutOptions): Promise<CutResult> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-cuts-'))
  let server = await startServer({ dir })
  const port = Number(new URL(server.url).port)
  const restart = async (end: (server: ServerProcess) => Promise<void>): Promise<void> => {
    await end(server)
    server = await startServer({ dir, port })
  }
  const crowd: Crowd = { followers: [], links: [], tokens: [] }
  try {
    const { root, rootToken, tokens, ids } = await prepare(server.url)
    await gather(crowd, options, { port, tokens, rootToken })
    const writer = startWriting(root, ids, options.writesPerSecond)
    await cutAll(crowd, options, restart)
    const writes = await writer.stop()
    const patience = options.plant ? settledWithin.planted : settledWithin.honest
    const faults = await judge(crowd, { url: server.url, root, patience })
    const { followers } = crowd
    const count = (of: (follower: Follower) => number): number =>
      followers.reduce((sum, follower) => sum + of(follower), 0)
    return { writes, faults, events: count(({ events }) => events), cuts: count(({ cuts }) => cuts) }
  } finally {
    for (const follower of crowd.followers) follower.stop()
    for (const link of crowd.links) link.close()
    await server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}

interface Crowd {
  readonly followers: Follower[]
  readonly links: BreakingLink[]
  /** Of the follower at the same place. */
  readonly tokens: (string | undefined)[]
}

interface Prepared {
  readonly root: Client
  readonly rootToken: string
  readonly tokens: readonly string[]
  readonly ids: readonly string[]
}

async function prepare(url: string): Promise<Prepared> {
  const root = createClient(url, { store: memoryStore() })
  const { token: rootToken } = await root.collection('_superusers').signIn(SUPERUSER)
  const users = await root.collections.get('users')
  await root.collections.create({
    name: 'notes',
    type: 'base',
    listRule: 'public = true || owner = @request.auth.id',
    viewRule: 'public = true || owner = @request.auth.id',
    fields: [
      { name: 'text', type: 'text' },
      { name: 'public', type: 'bool' },
      { name: 'owner', type: 'relation', maxSelect: 1, collectionId: users.id },
    ],
  })
  const accounts = Array.from({ length: ACCOUNTS }, async (_, i) => {
    const account = { email: `cook${i}@example.com`, password: 'sambal-terasi-9' }
    const { id } = await root.collection('users').create({ ...account, passwordConfirm: account.password })
    const own = createClient(url, { store: memoryStore() })
    return { id, token: (await own.collection('users').signIn(account)).token }
  })
  const all = await Promise.all(accounts)
  return { root, rootToken, tokens: all.map(({ token }) => token), ids: all.map(({ id }) => id) }
}

async function gather(
  { followers, links, tokens }: Crowd,
  { clients, plant }: CutOptions,
  known: { port: number; tokens: readonly string[]; rootToken: string },
): Promise<void> {
  for (let i = 0; i < clients; i++) {
    const link = await BreakingLink.open(known.port)
    const token = i % 2 === 0 ? known.tokens[(i / 2) % ACCOUNTS] : undefined
    links.push(link)
    tokens.push(token)
    const tokenAfterCut = plant === 'no rules' ? known.rootToken : undefined
    followers.push(new Follower({ url: link.url, token, tokenAfterCut, plant }))
  }
  while (!followers.every(({ isListening }) => isListening)) await sleep(10)
}

interface Writing {
  /** Answers how many writes were acknowledged. */
  stop(): Promise<number>
}

/** Notes come, change hands, are shown and hidden, and go. */
function startWriting(root: Client, owners: readonly string[], perSecond: number): Writing {
  const notes = root.collection('notes')
  const known: string[] = []
  let writes = 0
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)]
  const cells = (): object => ({
    text: `${writes}`,
    public: Math.random() < 0.5,
    owner: pick([...owners, '']) ?? '',
  })
  const one = async (): Promise<void> => {
    const id = pick(known)
    try {
      if (id === undefined || Math.random() < 0.3) known.push((await notes.create(cells())).id)
      else if (Math.random() < 0.2) {
        known.splice(known.indexOf(id), 1)
        await notes.delete(id)
      } else await notes.update(id, cells())
      writes++
    } catch {
      // The server is dead, or the note is gone already: what counts is what is there in the end.
    }
  }
  const running = new Set<Promise<void>>()
  const timer = setInterval(() => {
    for (let i = 0; i < perSecond / 50 && running.size < 64; i++) {
      const write = one().finally(() => running.delete(write))
      running.add(write)
    }
  }, 20)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(running)
      return writes
    },
  }
}

async function cutAll(
  { links }: Crowd,
  { cuts, plant }: CutOptions,
  restart: (end: (server: ServerProcess) => Promise<void>) => Promise<void>,
): Promise<void> {
  for (let cut = 0; cut < cuts; cut++) {
    links[Math.floor(Math.random() * links.length)]?.break(breaks[cut % breaks.length] ?? 'reset')
    await sleep(BETWEEN_CUTS_MS)
    // A control is found out by broken links alone.
    if (plant) continue
    if (cut === Math.floor(cuts / 3)) await restart((server) => server.kill())
    if (cut === Math.floor((2 * cuts) / 3)) await restart((server) => server.stop())
  }
}

/** When everything has settled, each follower has what a list answers it. */
async function judge(
  { followers, tokens }: Crowd,
  { url, root, patience }: { url: string; root: Client; patience: number },
): Promise<string[]> {
  const last = await root.collection('notes').create({ text: 'the end', public: true })
  const until = performance.now() + patience
  const isSettled = (): boolean => followers.every(({ held }) => held.has(last.id))
  while (!isSettled() && performance.now() < until) await sleep(20)
  const lists = new Map<string | undefined, Map<string, unknown>>()
  const faults = isSettled() ? [] : ['not all have caught up in time']
  for (const [place, follower] of followers.entries()) {
    const token = tokens[place]
    let list = lists.get(token)
    if (!list) lists.set(token, (list = await listAs(url, token)))
    faults.push(...differences(follower, list).map((fault) => `client ${place}: ${fault}`))
  }
  return faults
}

function differences({ held, faults, gaps }: Follower, list: ReadonlyMap<string, unknown>): string[] {
  const found = [...faults]
  if (gaps > 0) found.push(`${gaps} gaps`)
  for (const [id, record] of list)
    if (!isDeepStrictEqual(held.get(id), record))
      found.push(held.has(id) ? `${id} is old` : `${id} is missing`)
  for (const id of held.keys()) if (!list.has(id)) found.push(`${id} is not theirs`)
  return found
}

async function listAs(url: string, token: string | undefined): Promise<Map<string, unknown>> {
  const records = new Map<string, unknown>()
  for (let page = 1, pages = 1; page <= pages; page++) {
    const answer = await fetch(`${url}/api/collections/notes/records?perPage=1000&page=${page}`, {
      headers: token === undefined ? {} : { authorization: token },
    })
    const { items, totalPages } = (await answer.json()) as { items: { id: string }[]; totalPages: number }
    pages = totalPages
    for (const item of items) records.set(item.id, item)
  }
  return records
}
