import { expect, test } from 'vitest'
import { statementCache } from './statement-cache.ts'

test('a statement is prepared once, and again after the schema changed', () => {
  const prepared: string[] = []
  const cache = statementCache((sql) => prepared.push(sql), 10)
  expect(cache.get('a')).toBe(cache.get('a'))
  cache.clear()
  cache.get('a')
  expect(prepared).toEqual(['a', 'a'])
})

test('what is used stays, what is not is forgotten', () => {
  const prepared: string[] = []
  const cache = statementCache((sql) => prepared.push(sql), 10)
  cache.get('rare')
  for (let index = 0; index < 50; index++) {
    cache.get('often')
    cache.get(`once ${index}`)
  }
  expect(prepared.filter((sql) => sql === 'often')).toHaveLength(1)
  cache.get('rare')
  expect(prepared.filter((sql) => sql === 'rare')).toHaveLength(2)
})
