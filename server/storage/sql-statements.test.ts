import { expect, test } from 'vitest'
import { splitStatements } from './sql-statements.ts'

const split = (sql: string): string[] => splitStatements(sql).map(({ text }) => text.trim())

test('statements end at semicolons, and what says nothing is none', () => {
  expect(split('select 1;select 2 ; ')).toEqual(['select 1', 'select 2'])
  expect(split('; ;; -- nothing\n;/* ; */')).toEqual([])
  expect(split('select 1 -- one; two\n; /* a; */ select 2')).toEqual([
    'select 1 -- one; two',
    '/* a; */ select 2',
  ])
})

test('quotes, doubled quotes and open ends hide semicolons', () => {
  for (const one of [
    `select ';'`,
    `select 'it''s;'`,
    'select ";" from `a;b`',
    'select [;] from t',
    `select 'open; to the end`,
    'select 1 /* open; to the end',
  ])
    expect(split(one), one).toEqual([one])
})

test('the body of a trigger belongs to it, with every CASE … END inside', () => {
  const trigger = `create temp trigger t after insert on a begin
    update a set b = case when b then 1 else 2 end; select 'end;'; end`
  expect(split(`${trigger}; select 1`)).toEqual([trigger, 'select 1'])
  expect(split('create table trigger_log (a); select 1')).toHaveLength(2)
})

test('the first words are known in upper case, without comments', () => {
  expect(splitStatements('/* x */ Pragma -- y\n main.page_size')[0]?.words).toEqual([
    'PRAGMA',
    'MAIN',
    '.',
    'PAGE_SIZE',
  ])
})
