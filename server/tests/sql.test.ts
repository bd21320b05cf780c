import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runSql } from '../ops/sql-console.ts'
import { type Reply, testApp, type TestApp } from './test-app.ts'

const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n'

function run(app: TestApp, query: string): Promise<Reply> {
  return app.call('POST', '/api/sql', { token: app.superuser, body: { query } })
}

const notes = { name: 'notes', type: 'base', listRule: '', fields: [{ name: 'text', type: 'text' }] }

test('data §8.1 services §6.5 the console is for superusers: guests are 401, others 403', async () => {
  const app = await testApp()
  const account = { email: 'siti@example.com', password: 'sambal-terasi-9' }
  await app.record('users', { ...account, passwordConfirm: account.password })
  const token = await app.signIn('users', account.email)
  const body = { query: 'select 1' }
  expect((await app.call('POST', '/api/sql', { body })).status).toBe(401)
  expect((await app.call('POST', '/api/sql', { body, token })).status).toBe(403)
  expect((await run(app, 'select 1')).status).toBe(200)
})

test('data §8.1 a query is needed, and at most 5000 bytes of it', async () => {
  const app = await testApp()
  for (const query of ['', '  ']) {
    expect((await run(app, query)).json).toMatchObject({
      status: 400,
      data: { query: { code: 'validation_required' } },
    })
  }
  expect((await run(app, `select '${'é'.repeat(2500)}'`)).json.data.query.code).toBe(
    'validation_length_too_long',
  )
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const call = { token: app.superuser, headers: form, body: 'query=select+%27007%27+as+x' }
  expect((await app.call('POST', '/api/sql', call)).json.rows).toEqual([['007']])
})

test('data §8.1 every value is a text or null, columns have their declared types', async () => {
  const app = await testApp()
  await app.collection(notes)
  await app.record('notes', { id: 'aaaaaaaaaaaaaaa', text: 'hot' })
  const { json } = await run(
    app,
    `select id, text, 1 as one, 2.5, 9007199254740993, x'6869', null from notes`,
  )
  expect(json).toEqual({
    execTime: expect.any(Number),
    affectedRows: 0,
    columns: ['id', 'text', 'one', '2.5', '9007199254740993', "x'6869'", 'null'].map((name, at) => ({
      name,
      type: at < 2 ? 'TEXT' : '',
      nullable: true,
    })),
    rows: [['aaaaaaaaaaaaaaa', 'hot', '1', '2.5', '9007199254740993', 'hi', null]],
  })
})

test('data §8.1 of several statements the last one answers', async () => {
  const app = await testApp()
  const { json } = await run(app, `select 1; -- not; this\nselect 2;\n`)
  expect(json).toMatchObject({ columns: [{ name: '2' }], rows: [['2']] })
  expect((await run(app, `select ';' as a; values (';''"'), ('/*')`)).json.rows).toEqual([[`;'"`], ['/*']])
  expect((await run(app, 'select 1; select nothing')).status).toBe(400)
})

test('data §8.1 at most 1000 rows are answered, even of a query without end', async () => {
  const app = await testApp()
  const { json } = await run(app, ENDLESS.replace('max(i)', 'i'))
  expect(json.rows).toHaveLength(1000)
  expect(json.rows[999]).toEqual(['1000'])
})

test('data §8.1 reading knows WITH, VALUES, EXPLAIN and the pragmas that tell', async () => {
  const app = await testApp()
  await app.collection(notes)
  expect((await run(app, 'with x as (select 3 as y) select y from x')).json.rows).toEqual([['3']])
  expect((await run(app, 'values (1),(2)')).json.rows).toEqual([['1'], ['2']])
  const columns = (await run(app, 'PRAGMA table_info(notes)')).json.rows.map((row: string[]) => row[1])
  expect(columns).toEqual(['id', 'text'])
  expect((await run(app, 'pragma main.page_size')).json.rows).toEqual([['4096']])
  expect((await run(app, `select name from pragma_table_info('notes')`)).json.rows).toHaveLength(2)
  expect((await run(app, 'explain query plan delete from notes where id > 1')).json.rows[0][3]).toContain(
    'notes',
  )
  expect((await run(app, 'select count(*) from notes')).json.rows).toEqual([['0']])
})

test('data §8.1 what would reach out of the data base or change how it works is refused, whatever stands before it', async () => {
  const app = await testApp()
  const file = join(app.dir, 'stolen.db')
  const refused = [
    `ATTACH '${file}' AS other`,
    `select 1; attach '${file}' as other`,
    `VACUUM INTO '${file}'`,
    `/* x */ vacuum into '${file}'`,
    'PRAGMA writable_schema = 1',
    'PRAGMA writable_schema',
    'PRAGMA journal_mode = DELETE',
    'PRAGMA journal_mode(DELETE)',
    'PRAGMA wal_checkpoint(TRUNCATE)',
    `select load_extension('/lib/x.so')`,
    'BEGIN',
    'REINDEX',
    `-- a comment first\ndelete from _collections`,
    'with x as (select 1) delete from _collections',
    `create table t (a); attach '${file}' as other`,
    'delete from _collections; commit',
    'create table t (a); PRAGMA foreign_keys = 0',
    `create table t (a); vacuum into '${file}'`,
  ]
  for (const query of refused) {
    const { status, json } = await run(app, query)
    expect([status, json.data], query).toEqual([400, {}])
    expect(json.message, query).toMatch(/Raw error:\n./)
  }
  expect(existsSync(file)).toBe(false)
  const { json } = await run(app, `select count(*) from sqlite_schema where name = 't'`)
  expect(json.rows).toEqual([['0']])
  expect(
    (await app.call('GET', '/api/collections', { token: app.superuser })).json.totalItems,
  ).toBeGreaterThan(1)
})

test('data §8.1 a write is one transaction: all of it or nothing, counted by its last statement', async () => {
  const app = await testApp()
  const made = await run(
    app,
    `CREATE TABLE own (a); INSERT INTO own VALUES (1), (2); INSERT INTO own VALUES (3)`,
  )
  expect(made.json).toMatchObject({ affectedRows: 1, columns: [], rows: [] })
  expect((await run(app, 'update own set a = a + 1; ')).json.affectedRows).toBe(3)
  expect((await run(app, 'insert into own values (9) returning a')).json).toMatchObject({
    affectedRows: 1,
    rows: [],
  })
  expect((await run(app, 'delete from own; insert into nowhere values (1)')).json.message).toContain(
    'no such table: nowhere',
  )
  expect((await run(app, 'select a from own order by a')).json.rows).toEqual([['2'], ['3'], ['4'], ['9']])
  const trigger = `create trigger own_again after insert on own when new.a < 0 begin
    insert into own values (100); delete from own where a < 0; end; insert into own values (-1)`
  expect((await run(app, trigger)).json.affectedRows).toBe(1)
  expect((await run(app, 'select max(a), min(a) from own')).json.rows).toEqual([['100', '2']])
  expect((await run(app, 'drop table own')).json.affectedRows).toBe(0)
})

test('data §8.1 records see what was written, and what is broken that way answers errors but does not stop the server', async () => {
  const app = await testApp()
  await app.collection(notes)
  await app.record('notes', { text: 'a' })
  const list = '/api/collections/notes/records'
  expect((await app.call('GET', list)).json.items[0].text).toBe('a')
  await run(app, `update notes set text = 'b'`)
  expect((await app.call('GET', list)).json.items[0].text).toBe('b')
  await run(app, 'alter table notes rename column text to other')
  expect((await app.call('GET', list)).status).toBe(400)
  await run(app, 'drop table notes')
  expect((await app.call('GET', list)).status).toBe(400)
  expect((await app.call('GET', '/api/health')).status).toBe(200)
})

test('data §8.1 an account that is changed here is asked anew who it is', async () => {
  const app = await testApp()
  const account = { email: 'siti@example.com', password: 'sambal-terasi-9' }
  const { id } = await app.record('users', { ...account, passwordConfirm: account.password })
  const token = await app.signIn('users', account.email)
  const own = `/api/collections/users/records/${id}`
  expect((await app.call('GET', own, { token })).status).toBe(200)
  await run(app, `update users set tokenKey = 'x${'y'.repeat(40)}' where id = '${id}'`)
  expect((await app.call('GET', own, { token })).status).toBe(404)
})

test('data §8.1 a read without end is killed at its deadline, while the loop goes on', async () => {
  const app = await testApp()
  await run(app, 'select 1')
  const expired = runSql(app.app.house, { query: ENDLESS }, 300)
  const watched = expired.catch((error: unknown) => error)
  let turns = 0
  const timer = setInterval(() => turns++, 5)
  const error = await watched
  clearInterval(timer)
  expect(error).toMatchObject({ code: 'database_refused', status: 400 })
  expect(turns).toBeGreaterThan(5)
  expect((await run(app, 'select 2')).json.rows).toEqual([['2']])
})

test('data §8.1 a write without end is killed at its deadline, leaves nothing, and lets other writes go on', async () => {
  const app = await testApp()
  await app.collection(notes)
  await run(app, 'create table own (a)')
  const query = `insert into own ${ENDLESS.replace('max(i)', 'i')}`
  const expired = runSql(app.app.house, { query }, 300)
  const waiting = app.record('notes', { text: 'behind it' })
  await expect(expired).rejects.toMatchObject({ code: 'database_refused', status: 400 })
  expect((await waiting).text).toBe('behind it')
  expect((await run(app, 'select count(*) from own')).json.rows).toEqual([['0']])
  expect((await run(app, 'PRAGMA integrity_check')).json.rows).toEqual([['ok']])
})
