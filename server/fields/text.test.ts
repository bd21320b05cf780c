import { expect, test } from 'vitest'
import type { SaveContext } from './field-type.ts'
import { checkContext, settingsContext } from './scratch-database.suite.ts'
import { text, type TextOptions } from './text.ts'

const free: TextOptions = { min: 0, max: 0, pattern: '', autogeneratePattern: '', primaryKey: false }
const id: TextOptions = {
  min: 15,
  max: 15,
  pattern: '^[a-z0-9]+$',
  autogeneratePattern: '[a-z0-9]{15}',
  primaryKey: true,
}
const create: SaveContext = { verb: 'create', at: 1_714_558_830_456, now: '', isSystem: false }

async function codeOf(value: string, options: Partial<TextOptions>): Promise<string | undefined> {
  return (await text.check(value, { ...free, ...options }, checkContext()))?.code
}

test('data §3.2 text: stringified, not trimmed', () => {
  expect(text.normalise('  a ', free)).toBe('  a ')
  expect(text.normalise(1.5, free)).toBe('1.5')
  expect(text.normalise(['a'], free)).toBe('')
})

test('data §3.2 text: min, then max, then pattern, in characters', async () => {
  expect(await codeOf('', { min: 5, pattern: 'x' })).toBeUndefined()
  expect(await codeOf('😀', { min: 2 })).toBe('validation_min_text_constraint')
  expect(await codeOf('😀😀', { min: 2, max: 2 })).toBeUndefined()
  expect(await codeOf('😀😀a', { max: 2, pattern: 'x' })).toBe('validation_max_text_constraint')
  expect(await codeOf('a', { pattern: 'x' })).toBe('validation_invalid_format')
  expect(await codeOf('axa', { pattern: 'x' })).toBeUndefined()
  expect(await text.check('a', { ...free, min: 2 }, checkContext())).toMatchObject({ params: { min: 2 } })
  expect(await text.check('abc', { ...free, max: 2 }, checkContext())).toMatchObject({ params: { max: 2 } })
})

test('data §3.2 text: 5,000 characters unless said', async () => {
  expect(await codeOf('a'.repeat(5000), {})).toBeUndefined()
  expect(await codeOf('😀'.repeat(5000), {})).toBeUndefined()
  expect(await codeOf('a'.repeat(5001), {})).toBe('validation_max_text_constraint')
  expect(await codeOf('a'.repeat(5001), { max: 6000 })).toBeUndefined()
})

test('data §3.2 text: generated on create when nothing was said', () => {
  const slug = { ...free, autogeneratePattern: '[a-z]{5}' }
  expect(text.beforeSave?.('', slug, create)).toMatch(/^[a-z]{5}$/)
  expect(text.beforeSave?.('mine', slug, create)).toBe('mine')
  expect(text.beforeSave?.('', slug, { ...create, verb: 'update' })).toBe('')
  expect(text.beforeSave?.('', free, create)).toBe('')
})

test('data §3.2 text: ids of the default pattern are ordered by time, but for system collections', () => {
  const [first, later] = [
    text.beforeSave?.('', id, create),
    text.beforeSave?.('', id, { ...create, at: create.at + 1 }),
  ]
  expect(first).toMatch(/^[a-z0-9]{15}$/)
  expect(first?.slice(0, 8)).toBe(create.at.toString(36).padStart(8, '0'))
  expect(String(first) < String(later)).toBe(true)
  const heads = Array.from({ length: 20 }, () =>
    text.beforeSave?.('', id, { ...create, isSystem: true })?.slice(0, 8),
  )
  expect(new Set(heads).size).toBe(20)
  const own = { ...id, autogeneratePattern: '[A-Z]{15}' }
  expect(text.beforeSave?.('', own, create)).toMatch(/^[A-Z]{15}$/)
})

test('data §3.16 modifiers of text: name:autogenerate appends a generated text', () => {
  const slug = { ...free, autogeneratePattern: '[0-9]{4}' }
  expect(text.modifiers?.autogenerate?.('stored', 'abc-', slug)).toMatch(/^abc-[0-9]{4}$/)
  expect(text.modifiers?.autogenerate?.('stored', 'abc-', free)).toBe('abc-')
})

test('data §3.2 text: settings', () => {
  const check = (options: Partial<TextOptions>): unknown =>
    text.checkOptions({ ...free, ...options }, settingsContext())
  expect(check({})).toBeUndefined()
  expect(check({ min: -1 })).toMatchObject({ min: { code: 'validation_min_greater_equal_than_required' } })
  expect(check({ min: 5, max: 4 })).toMatchObject({ max: { params: { threshold: 5 } } })
  expect(check({ min: 5, max: 0 })).toBeUndefined()
  expect(check({ pattern: '(' })).toMatchObject({ pattern: { code: 'validation_invalid_regex' } })
  expect(check({ pattern: '(?=a)' })).toMatchObject({ pattern: { code: 'validation_invalid_regex' } })
  expect(check({ autogeneratePattern: '^a' })).toMatchObject({
    autogeneratePattern: { code: 'validation_invalid_autogenerate_pattern' },
  })
  for (const limits of [{ min: 4 }, { max: 2 }, { pattern: '^[0-9]+$' }]) {
    expect(check({ autogeneratePattern: '[a-z]{3}', ...limits })).toMatchObject({
      autogeneratePattern: { code: 'validation_invalid_autogenerate_pattern_value' },
    })
  }
})

test('data §3.2 text: settings of a primary key', () => {
  const check = (
    changes: Parameters<typeof settingsContext>[0],
    options: Partial<TextOptions> = {},
  ): unknown => text.checkOptions({ ...id, ...options }, settingsContext(changes))
  expect(check({ name: 'id', required: true })).toBeUndefined()
  expect(check({ name: 'key', hidden: true, required: false }, { pattern: '' })).toMatchObject({
    name: { code: 'validation_in_invalid' },
    hidden: { code: 'validation_empty' },
    required: { code: 'validation_required' },
    pattern: { code: 'validation_required' },
  })
})
