import { expect, test } from 'vitest'
import type { CheckContext } from './field-type.ts'
import { checkContext, scratchDatabase } from './scratch-database.suite.ts'
import { text, type TextOptions } from './text.ts'

const defaultId: TextOptions = {
  min: 15,
  max: 15,
  pattern: '^[a-z0-9]+$',
  autogeneratePattern: '[a-z0-9]{15}',
  primaryKey: true,
}
const ownId: TextOptions = { ...defaultId, min: 0, max: 0, pattern: '.+' }

async function codeOf(
  value: string,
  options: TextOptions,
  context: Partial<CheckContext> = {},
): Promise<string | undefined> {
  return (await text.check(value, options, checkContext(context)))?.code
}

test('data §4.12 ids: the default is 15 of [a-z0-9]', async () => {
  expect(await codeOf('abcdefghij12345', defaultId)).toBeUndefined()
  expect(await codeOf('abcdefghij1234', defaultId)).toBe('validation_min_text_constraint')
  expect(await codeOf('abcdefghij123456', defaultId)).toBe('validation_max_text_constraint')
  expect(await codeOf('Abcdefghij12345', defaultId)).toBe('validation_invalid_format')
})

test('data §3.2 text: an id never changes, and a stored one is not judged again', async () => {
  const update = { verb: 'update', stored: 'Old Id' } as const
  expect(await codeOf('Old Id', defaultId, update)).toBeUndefined()
  expect(await codeOf('abcdefghij12345', defaultId, update)).toBe('validation_pk_change')
})

test('data §3.2 text: ids of an own pattern break no path and name no device', async () => {
  const { now } = scratchDatabase({ posts: [] })
  for (const character of './\\|"\'`<>:?*%$\0\t\n\r ') {
    expect(await codeOf(`a${character}b`, ownId, { tx: now })).toBe('validation_forbidden_pk_character')
  }
  for (const name of ['CON', 'prn', 'Aux', 'nul', 'com1', 'LPT9']) {
    expect(await codeOf(name, ownId, { tx: now })).toBe('validation_reserved_pk')
  }
  for (const name of ['com0', 'com10', 'console', 'a_b-ü'])
    expect(await codeOf(name, ownId, { tx: now })).toBeUndefined()
})

test('data §3.2 text: ids of an own pattern differ by more than letter case', async () => {
  const { now, late } = scratchDatabase({ posts: ['Taken'] })
  expect(await codeOf('tAKEN', ownId, { tx: now })).toBe('validation_pk_invalid')
  expect(await codeOf('Taken', ownId, { tx: late })).toBe('validation_pk_invalid')
  expect(await codeOf('free', ownId, { tx: late })).toBeUndefined()
})

test('data §3.2 text: ids of the default pattern ask the database nothing', async () => {
  const { now, asked } = scratchDatabase({ posts: [] })
  await codeOf('abcdefghij12345', defaultId, { tx: now })
  expect(asked).toStrictEqual([])
})
