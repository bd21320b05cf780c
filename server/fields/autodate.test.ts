import { expect, test } from 'vitest'
import { autodate } from './autodate.ts'
import type { Field, SaveContext } from './field-type.ts'
import { settingsContext } from './scratch-database.suite.ts'

const now = '2024-05-01 10:20:30.456Z'
const before = '2020-01-01 00:00:00.000Z'
const create: SaveContext = { verb: 'create', at: Date.parse(now), now, isSystem: false }
const update: SaveContext = { ...create, verb: 'update' }

test('data §3.9 autodate: set at the writes that it is for', () => {
  const both = { onCreate: true, onUpdate: true }
  expect(autodate.beforeSave?.('', both, create)).toBe(now)
  expect(autodate.beforeSave?.(before, both, update)).toBe(now)
  expect(autodate.beforeSave?.(before, { onCreate: true, onUpdate: false }, update)).toBe(before)
  expect(autodate.beforeSave?.('', { onCreate: false, onUpdate: true }, create)).toBe('')
})

test('data §3.9 autodate: nobody sets it, and it has neither help nor required', () => {
  expect(autodate.isManaged).toBe(true)
  expect(autodate.lacks).toStrictEqual(['help', 'required'])
})

test('data §3.9 autodate: at least one flag', () => {
  const none = { onCreate: false, onUpdate: false }
  expect(autodate.checkOptions(none, settingsContext())).toMatchObject({
    onCreate: { code: 'validation_required' },
    onUpdate: { code: 'validation_required' },
  })
})

test('data §3.9 autodate: the flags of a system field stay', () => {
  const stored: Field = {
    ...settingsContext().field,
    type: 'autodate',
    options: { onCreate: true, onUpdate: false },
  }
  const changed = { onCreate: true, onUpdate: true }
  expect(autodate.checkOptions(changed, settingsContext({ system: true }, { stored }))).toStrictEqual({
    onUpdate: expect.objectContaining({ code: 'validation_values_mismatch' }),
  })
  expect(autodate.checkOptions(changed, settingsContext({}, { stored }))).toBeUndefined()
  expect(autodate.checkOptions(changed, settingsContext({ system: true }))).toBeUndefined()
})
