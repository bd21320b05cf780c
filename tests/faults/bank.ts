import { createHash, randomBytes, randomInt } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { createClient, memoryStore } from '@dapur/sdk'
import { SUPERUSER } from './server-process.ts'

const ACCOUNTS = 20
const EACH = 1000
/** Older papers are thrown away, or every copy would take longer than the one before. */
const MOST_KEPT = 200

/** A server with accounts whose sum never changes, and papers that name a file with its hash. */
export interface Bank {
  readonly url: string
  /** The token of a superuser. */
  readonly token: string
  readonly accounts: readonly string[]
}

/** Customers who go on until they are told to stop. */
export interface Customers {
  /** Writes that were acknowledged so far. */
  readonly written: () => number
  /** Papers that were acknowledged so far and that nobody touches, until they are thrown away and stand here no more. */
  readonly kept: () => readonly string[]
  /** Resolves when one more of them was acknowledged, in the very turn. */
  next(): Promise<void>
  stop(): Promise<void>
}

/** Make the collections of a bank on an empty server. */
export async function openBank(url: string): Promise<Bank> {
  const dapur = createClient(url, { store: memoryStore() })
  const { token } = await dapur.collection('_superusers').signIn(SUPERUSER)
  const rules = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
  await send(url, 'PATCH', '/api/settings', { batch: { enabled: true, maxRequests: 50, timeout: 10 } }, token)
  for (const definition of [
    { name: 'accounts', type: 'base', fields: [{ name: 'balance', type: 'number' }], ...rules },
    {
      name: 'papers',
      type: 'base',
      fields: [
        { name: 'digest', type: 'text' },
        { name: 'file', type: 'file', maxSelect: 1 },
      ],
      ...rules,
    },
  ])
    await send(url, 'POST', '/api/collections', definition, token)
  const accounts: string[] = []
  for (let at = 0; at < ACCOUNTS; at++) {
    const id = `account${String(at).padStart(8, '0')}`
    await send(url, 'POST', '/api/collections/accounts/records', { id, balance: EACH }, token)
    accounts.push(id)
  }
  return { url, token, accounts }
}

/** How many customers there are, and how many writes a second they make at most, all together. */
interface Crowd {
  readonly movers: number
  readonly writers: number
  readonly rate: number
}

/** Let customers in: most of them move money, some write, replace and remove papers. */
export function startCustomers(bank: Bank, { movers, writers, rate }: Crowd): Customers {
  const ending = new AbortController()
  const began = performance.now()
  let written = 0
  const kept: string[] = []
  const waiting: (() => void)[] = []
  const keep = (id: string): void => {
    kept.push(id)
    for (const resolve of waiting.splice(0)) resolve()
  }
  const count = (writes: number): void => {
    written += writes
  }
  const until = async (round: () => Promise<void>): Promise<void> => {
    while (!ending.signal.aborted) {
      await round()
      const ahead = written / rate - (performance.now() - began) / 1000
      if (ahead > 0) await sleep(ahead * 1000)
    }
  }
  const all = [
    ...Array.from({ length: movers }, () => until(() => moveMoney(bank).then(() => count(2)))),
    ...Array.from({ length: writers }, () =>
      until(async () => {
        keep(await writePaper(bank))
        const other = await writePaper(bank)
        await writePaper(bank, other)
        await send(bank.url, 'DELETE', `/api/collections/papers/records/${other}`)
        const old = kept.length > MOST_KEPT ? kept.shift() : undefined
        if (old !== undefined) await send(bank.url, 'DELETE', `/api/collections/papers/records/${old}`)
        count(old === undefined ? 4 : 5)
      }),
    ),
  ]
  return {
    written: () => written,
    kept: () => [...kept],
    next: () => new Promise((resolve) => waiting.push(resolve)),
    async stop() {
      ending.abort()
      await Promise.all(all)
    },
  }
}

async function moveMoney({ url, accounts }: Bank): Promise<void> {
  const from = accounts[randomInt(ACCOUNTS)]
  const to = accounts[randomInt(ACCOUNTS)]
  const amount = randomInt(1, 50)
  const patch = (id: string | undefined, body: object): object => ({
    method: 'PATCH',
    url: `/api/collections/accounts/records/${id}`,
    body,
  })
  await send(url, 'POST', '/api/batch', {
    requests: [patch(from, { 'balance-': amount }), patch(to, { 'balance+': amount })],
  })
}

/** A new paper, or another file in one that is there; answers its id. */
async function writePaper({ url }: Bank, id?: string): Promise<string> {
  const content = randomBytes(randomInt(100, 20_000))
  const form = new FormData()
  form.append('digest', digestOf(content))
  form.append('file', new File([new Uint8Array(content)], 'paper.bin'))
  const path = '/api/collections/papers/records'
  const response = await fetch(url + (id === undefined ? path : `${path}/${id}`), {
    method: id === undefined ? 'POST' : 'PATCH',
    body: form,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`A paper was answered with ${response.status}: ${text}`)
  return String(Object(JSON.parse(text)).id)
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** A request that has to succeed. */
export async function send(
  url: string,
  method: string,
  path: string,
  body?: object,
  token = '',
): Promise<void> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token !== '' && { authorization: token }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`)
}

/**
 * What is wrong with the data of a bank in a directory that nobody uses; empty when all is well.
 *
 * @param kept papers that have to be there
 */
export function auditBank(dir: string, kept: readonly string[]): string[] {
  try {
    return audit(dir, kept)
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

function audit(dir: string, kept: readonly string[]): string[] {
  const db = new Database(join(dir, 'data.db'), { fileMustExist: true })
  try {
    const faults: string[] = []
    const integrity = db.prepare<[], string>('PRAGMA integrity_check').pluck().all().join('; ')
    if (integrity !== 'ok') faults.push(`integrity_check says ${integrity}`)
    const foreign = db.prepare('PRAGMA foreign_key_check').all().length
    if (foreign > 0) faults.push(`${foreign} foreign keys lead nowhere`)
    const sum = db.prepare<[], number>('SELECT sum(balance) FROM accounts').pluck().get()
    if (sum !== ACCOUNTS * EACH) faults.push(`the balances sum up to ${sum}`)
    const papers = db.prepare<[], Paper>('SELECT id, digest, file FROM papers').all()
    const collection = db
      .prepare<[], string>(`SELECT id FROM _collections WHERE name = 'papers'`)
      .pluck()
      .get()
    const there = new Set(papers.map(({ id }) => id))
    const lost = kept.filter((id) => !there.has(id)).length
    if (lost > 0) faults.push(`${lost} of ${kept.length} acknowledged papers are gone`)
    const torn = papers.filter((paper) => !isWhole(join(dir, 'storage', `${collection}`), paper)).length
    if (torn > 0)
      faults.push(`${torn} of ${papers.length} papers are without their file, or with another one`)
    return faults
  } finally {
    db.close()
  }
}

interface Paper {
  readonly id: string
  readonly digest: string
  readonly file: string
}

function isWhole(folder: string, { id, digest, file }: Paper): boolean {
  const path = join(folder, id, file)
  return existsSync(path) && digestOf(readFileSync(path)) === digest
}
