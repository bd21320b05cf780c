import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likeTest, toPattern } from './like.ts'
import { foldCase } from './value.ts'

const sqlite = new Database(':memory:')
  .prepare<[string, string], number>(String.raw`SELECT ? LIKE ? ESCAPE '\'`)
  .pluck()

const letters = fc.constantFrom('a', 'A', 'b', 'é', 'É', '\u{1F600}', '\uFF5E', '_', '%', '\\', '\0')
const text = fc.array(letters, { maxLength: 12 }).map((all) => all.join(''))

describe('data §5.6 LIKE in memory', () => {
  it('is SQLite’s', () => {
    fc.assert(
      fc.property(text, text, (value, pattern) => {
        expect(likeTest(pattern, foldCase)(value)).toBe(sqlite.get(value, pattern) === 1)
      }),
      { numRuns: 20_000 },
    )
  })

  it('finds any part of a text by its pattern, and nothing else', () => {
    const plain = text.filter((value) => !/[%\\\0]/.test(value))
    fc.assert(
      fc.property(plain, plain, plain, (before, part, after) => {
        expect(likeTest(toPattern(part), foldCase)(before + part + after)).toBe(true)
        expect(likeTest(toPattern(part), foldCase)(after)).toBe(foldCase(after).includes(foldCase(part)))
      }),
    )
  })

  it.each([
    `%${'a'.repeat(3400)}b%`,
    `%a%${'a'.repeat(3400)}b%`,
    `%${'a'.repeat(1700)}%b${'a'.repeat(1700)}%`,
  ])('takes no long while for a long pattern over a long text', (pattern) => {
    const value = 'a'.repeat(1_000_000)
    const start = performance.now()
    expect(likeTest(pattern, foldCase)(value)).toBe(false)
    // 2 ms each on a quiet machine; trying every place anew would take seconds.
    expect(performance.now() - start).toBeLessThan(500)
  })
})
