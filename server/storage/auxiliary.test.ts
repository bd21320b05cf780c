import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { workedTime } from '../base/clock.ts'
import { insertWord, testAuxiliary, wordsMigration } from './auxiliary.suite.ts'
import { openAuxiliary } from './auxiliary.ts'
import { AuxiliaryThread } from './auxiliary-thread.ts'
import { openDatabase } from './database.ts'
import type { AuxiliaryStorage } from './dialect.ts'
import { migrate } from './migrate.ts'

interface Temporary {
  readonly dir: string
  readonly auxiliary: AuxiliaryStorage
}

/** With the table `words (id, text)`. */
async function temporary(): Promise<Temporary> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-'))
  const auxiliary = openAuxiliary(dir)
  onTestFinished(async () => {
    await auxiliary.close()
    rmSync(dir, { recursive: true, force: true })
  })
  await migrate(auxiliary, wordsMigration)
  return { dir, auxiliary }
}

testAuxiliary('SQLite', openAuxiliary)

const paced = '("words"."_rowid_" & 15 OR "words"."_rowid_" IS NULL OR dapur_pace())'

test('its connection has the pragmas of the checklist, and does not wait for the disk at a commit', () => {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-'))
  const db = openDatabase({ file: join(dir, 'a.db'), durability: 'normal', role: 'auxiliary' })
  onTestFinished(() => {
    db.close()
    rmSync(dir, { recursive: true, force: true })
  })
  const held = (name: string): unknown => db.pragma(name, { simple: true })
  expect(
    [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'trusted_schema',
      'cell_size_check',
      'wal_autocheckpoint',
    ].map(held),
  ).toEqual(['wal', 1, 1, 0, 1, 1000])
})

/** CPU time of this thread alone: other work of the machine has no part in it. */
async function worked(work: () => unknown): Promise<number> {
  const before = workedTime()
  await work()
  return workedTime() - before
}

test('a read that would be long goes on in another process; on this thread it takes its time: the control', async () => {
  const { auxiliary, dir } = await temporary()
  const words = Array.from({ length: 30_000 }, (_, index) => [`w${index}`, 'soto '.repeat(60)])
  await auxiliary.append(insertWord, words)
  const condition = Array.from({ length: 10 }, (_, at) => `"text" like '%sotx${at}%'`).join(' or ')
  const costly = `select count(*) from "words" where ${paced} and (${condition})`
  const elsewhere = await worked(async () => expect(await auxiliary.read(costly, [])).toEqual([[0]]))
  const db = openDatabase({ file: join(dir, 'auxiliary.db'), durability: 'normal', role: 'reader' })
  onTestFinished(() => void db.close())
  const here = await worked(() => db.prepare(`select count(*) from "words" where ${condition}`).get())
  expect(here).toBeGreaterThan(50)
  expect(elsewhere).toBeLessThan(here / 3)
})

test('a write of the thread is hardly any work of this one; the same write in this turn is: the control', async () => {
  const { auxiliary } = await temporary()
  const rows = Array.from({ length: 20_000 }, (_, index) => [`w${index}`, 'x'.repeat(200)])
  await auxiliary.append(insertWord, [['first', '']])
  const elsewhere: number[] = []
  const here: number[] = []
  // The least of three: garbage of other tests may be collected in any of them.
  for (let time = 0; time < 3; time++) {
    elsewhere.push(await worked(() => auxiliary.append(insertWord, rows)))
    await auxiliary.run('delete from "words"', [])
    here.push(await worked(() => auxiliary.appendNow(insertWord, rows)))
    await auxiliary.run('delete from "words"', [])
  }
  expect(Math.min(...elsewhere)).toBeLessThan(Math.min(...here) / 2)
})

test('what is no data base is put aside, and an empty one opened; a second time, too', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const replaced: string[] = []
  for (const garbage of ['first garbage '.repeat(100), 'second garbage '.repeat(100)]) {
    writeFileSync(join(dir, 'auxiliary.db'), garbage)
    const auxiliary = openAuxiliary(dir, { onReplaced: (name) => replaced.push(name) })
    expect(await auxiliary.read('select count(*) from sqlite_schema', [])).toEqual([[0]])
    await auxiliary.close()
  }
  expect(replaced).toEqual(['auxiliary.db.broken-1', 'auxiliary.db.broken-2'])
  expect(readFileSync(join(dir, 'auxiliary.db.broken-1'), 'utf8')).toContain('first garbage')
  const whole = openAuxiliary(dir, { onReplaced: (name) => replaced.push(name) })
  await whole.close()
  expect(replaced).toHaveLength(2)
})

test('a thread that cannot go on tells who waits for it, and the next order starts another one', async () => {
  const { dir } = await temporary()
  const file = join(dir, 'not-yet', 'auxiliary.db')
  const thread = new AuxiliaryThread(file)
  await expect(thread.order({ kind: 'compact' })).rejects.toThrow('has ended')
  mkdirSync(join(dir, 'not-yet'))
  expect(await thread.order({ kind: 'compact' })).toBe(0)
  await thread.close()
})
