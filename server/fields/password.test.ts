import { expect, test } from 'vitest'
import { password, type PasswordOptions, PasswordValue } from './password.ts'
import { checkContext, settingsContext } from './scratch-database.suite.ts'

const free: PasswordOptions = { pattern: '', min: 0, max: 0, cost: 0 }

async function codeOf(input: unknown, options: Partial<PasswordOptions> = {}): Promise<string | undefined> {
  const all = { ...free, ...options }
  return (await password.check(password.normalise(input, all), all, checkContext()))?.code
}

test('data §3.14 password: min, then max, then pattern, in characters; then 72 bytes', async () => {
  expect(await codeOf('1234567', { min: 8, pattern: 'x' })).toBe('validation_min_text_constraint')
  expect(await codeOf('😀😀', { min: 2, max: 2 })).toBeUndefined()
  expect(await codeOf('123', { max: 2, pattern: 'x' })).toBe('validation_max_text_constraint')
  expect(await codeOf('a'.repeat(71))).toBeUndefined()
  expect(await codeOf('a'.repeat(72))).toBe('validation_max_text_constraint')
  expect(await codeOf('abc', { pattern: '[0-9]' })).toBe('validation_invalid_format')
  expect(await codeOf('ö'.repeat(36))).toBeUndefined()
  expect(await codeOf('ö'.repeat(37))).toBe('validation_invalid_value')
})

test('data §3.14 password: the limits have no params, unlike those of text', async () => {
  expect(
    await password.check(new PasswordValue('a', ''), { ...free, min: 8 }, checkContext()),
  ).not.toHaveProperty('params')
  expect(
    await password.check(new PasswordValue('aaa', ''), { ...free, max: 2 }, checkContext()),
  ).not.toHaveProperty('params')
})

test('data §3.14 password: only what was set in this write is checked', async () => {
  const stored = password.fromCell('$2a$10$abc', free)
  expect(await password.check(stored, { ...free, min: 100 }, checkContext())).toBeUndefined()
  expect(password.isEmpty(stored)).toBe(false)
  expect(password.toCell(stored, free)).toBe('$2a$10$abc')
})

test('data §3.14 password: the hash is stored, and never the password', () => {
  const set = password.normalise('secret', free)
  expect(set.needsHash).toBe(true)
  expect(() => password.toCell(set, free)).toThrow('hashed')
  expect(password.toCell(set.withHash('$argon2id$x'), free)).toBe('$argon2id$x')
  expect(set.withHash('$argon2id$x')).toMatchObject({ plain: 'secret', needsHash: false })
})

test('data §3.14 password: an empty one clears it', () => {
  for (const nothing of ['', null, [], {}]) {
    const cleared = password.normalise(nothing, free)
    expect(password.isEmpty(cleared)).toBe(true)
    expect(password.toCell(cleared, free)).toBe('')
  }
})

test('a client cannot bring a hash of its own', () => {
  expect(password.isEmpty(password.normalise({ plain: '', hash: '$2a$10$abc' }, free))).toBe(true)
  expect(password.normalise('$2a$10$abc', free).needsHash).toBe(true)
})

test('data §3.14 password: settings', () => {
  const check = (options: Partial<PasswordOptions>): unknown =>
    password.checkOptions({ ...free, ...options }, settingsContext())
  expect(check({ min: 8 })).toBeUndefined()
  expect(check({ min: -1 })).toMatchObject({ min: { params: { threshold: 1 } } })
  expect(check({ min: 72 })).toMatchObject({ min: { code: 'validation_max_less_equal_than_required' } })
  expect(check({ min: 8, max: 7 })).toMatchObject({ max: { params: { threshold: 8 } } })
  expect(check({ max: 72 })).toMatchObject({ max: { params: { threshold: 71 } } })
  expect(check({ cost: 3 })).toMatchObject({ cost: { params: { threshold: 4 } } })
  expect(check({ cost: 32 })).toMatchObject({ cost: { params: { threshold: 31 } } })
  expect(check({ pattern: '[' })).toMatchObject({ pattern: { code: 'validation_invalid_regex' } })
})
