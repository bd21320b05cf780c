import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { type App, openApp } from '../app.ts'
import { createCollection } from '../collections/create.ts'
import { file, filesIn } from './file-app.ts'
import { serveProcess, temporaryDir } from './serve-process.ts'

const RECORDS = '/api/collections/dishes/records'
const ROUNDS = 4

test('F8 killed at any moment: every file that a record names is there, and after a sweep no other', async () => {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const first = await open(dir)
  const fields = [{ name: 'files', type: 'file', maxSelect: 9 }]
  const rules = { createRule: '', updateRule: '', deleteRule: '' }
  await createCollection(first.house, { name: 'dishes', type: 'base', fields, ...rules })
  await first.close()
  for (let round = 0; round < ROUNDS; round++) {
    const server = await serveProcess(['--dir', dir])
    const work = pester(server.address, 20 + 7 * round)
    await work.isEnough
    await server.stop('SIGKILL')
    await work.isOver
    expect(danglingIn(dir)).toEqual([])
  }
  const last = await open(dir)
  await last.house.fileKeeper.settled()
  await last.close()
  const { named, stored } = filesOf(dir)
  expect(named.length).toBeGreaterThan(10)
  expect(stored).toEqual(named)
  // The look itself can go red.
  const [one = ''] = named
  rmSync(join(dir, 'storage', one))
  expect(danglingIn(dir)).toEqual([one])
}, 60_000)

function open(dir: string): Promise<App> {
  return openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
}

interface Pestering {
  /** Resolves when so many requests were answered; others are under way. */
  readonly isEnough: Promise<void>
  /** Resolves when nobody answers any more. */
  readonly isOver: Promise<unknown>
}

/** Create, change and delete dishes, four at a time, until the server is gone. */
function pester(address: string, enough: number): Pestering {
  const { promise, resolve } = Promise.withResolvers<void>()
  let answered = 0
  const call = async (method: string, path: string, body: FormData): Promise<string> => {
    const response = await fetch(address + path, { method, body })
    const text = await response.text()
    expect([200, 204], text).toContain(response.status)
    if (++answered === enough) resolve()
    return text === '' ? '' : String(Object(JSON.parse(text)).id)
  }
  const works = Array.from({ length: 4 }, async (_, lane) => {
    for (let n = 0; ; n++) {
      const id = await call('POST', RECORDS, form('files', `${lane}a`))
      await call('PATCH', `${RECORDS}/${id}`, form('files+', `${lane}b`))
      await call('PATCH', `${RECORDS}/${id}`, form('files', `${lane}c`))
      if (n % 3 === 0) await call('DELETE', `${RECORDS}/${id}`, new FormData())
    }
  })
  // Each of them ends when the server is killed, and only then.
  return { isEnough: promise, isOver: Promise.allSettled(works) }
}

function form(field: string, name: string): FormData {
  const parts = new FormData()
  parts.append(field, file(`${name}.txt`, 'sambal '.repeat(5000)))
  return parts
}

function filesOf(dir: string): { named: string[]; stored: string[] } {
  const db = new Database(join(dir, 'data.db'), { readonly: true })
  try {
    const [id] = db.prepare<[], { id: string }>(`select id from _collections where name = 'dishes'`).all()
    const rows = db.prepare<[], { id: string; files: string }>('select id, files from dishes').all()
    const named = rows.flatMap(({ id: record, files }): string[] =>
      namesIn(files).map((name) => `${id?.id}/${record}/${name}`),
    )
    return { named: named.toSorted(byText), stored: filesIn(join(dir, 'storage')) }
  } finally {
    db.close()
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function namesIn(files: string): string[] {
  return JSON.parse(files)
}

function danglingIn(dir: string): string[] {
  const { named, stored } = filesOf(dir)
  return named.filter((key) => !stored.includes(key))
}
