import { stripTypeScriptTypes } from 'node:module'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isProblem, type Problem } from '../base/problem.ts'
import type { Cell } from '../storage/dialect.ts'
import type { AnyFieldType } from './field-type.ts'
import { fieldToJson, parseField } from './field.ts'
import { checkContext, settingsContext } from './scratch-database.suite.ts'

/** How a type is tried. */
export interface Trial {
  readonly type: AnyFieldType
  /** Settings of every kind that the type makes a difference between. */
  readonly optionSets: readonly Readonly<Record<string, unknown>>[]
  /** Inputs of which some are good, in addition to the arbitrary ones. */
  readonly inputs: readonly unknown[]
  /** Which of a type's values are read differently when they are normalised again (texts of json, texts of lists). */
  isReadAgain?: (value: unknown) => boolean
  /** What happens to a value between `check` and `toCell` (passwords are hashed). */
  finish?: (value: unknown) => unknown
}

/** The codes that contract data.md §1.10 has for values. */
const valueCodes = new Set(
  (
    'required invalid_value pk_change pk_invalid forbidden_pk_character reserved_pk min_text_constraint ' +
    'max_text_constraint invalid_format not_a_number only_int_constraint min_number_constraint max_number_constraint ' +
    'is_email email_domain_not_allowed invalid_url url_domain_not_allowed content_size_limit json_size_limit ' +
    'invalid_json invalid_latitude invalid_longitude too_many_values not_enough_values missing_rel_collection ' +
    'missing_rel_records invalid_file too_many_files min_greater_equal_than_required max_less_equal_than_required'
  )
    .split(' ')
    .map((code) => `validation_${code}`),
)

const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }),
  fc.jsonValue(),
)
const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.constant(null),
  fc.json(),
  fc.constantFrom('[', '{"lon":', '["a"', '2024-01-01', '0'),
)

/** What every field type promises, tried on one of them. */
export function describeFieldType(trial: Trial): void {
  const { type } = trial
  describe(`field type ${type.name}`, () => {
    for (const [index, options] of trial.optionSets.entries()) {
      describe(`settings ${index}`, () => {
        tryValues(trial, options)
      })
    }
    trySettings(trial)
  })
}

function tryValues(trial: Trial, given: Readonly<Record<string, unknown>>): void {
  const { type, inputs, isReadAgain = () => false, finish = (value) => value } = trial
  const options = parsed(type, given).options
  const input = inputs.length > 0 ? fc.oneof(anything, fc.constantFrom(...inputs)) : anything
  const value = input.map((each) => type.normalise(each, options))

  test('normalise takes anything, and its own values as they are', () => {
    fc.assert(
      fc.property(
        value.filter((each) => !isReadAgain(each)),
        (once) => {
          expect(type.normalise(once, options)).toStrictEqual(once)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('modifiers take anything and give values', () => {
    const modifiers = Object.values(type.modifiers ?? {})
    fc.assert(
      fc.property(value, input, (stored, change) => {
        for (const apply of modifiers) {
          const changed: unknown = apply(stored, change, options)
          if (isReadAgain(changed)) continue
          expect(type.normalise(changed, options)).toStrictEqual(changed)
        }
      }),
    )
  })

  test('an accepted value survives its cell, and the cell is JSON on the wire', async () => {
    let accepted = 0
    const check = async (once: unknown): Promise<void> => {
      if (await type.check(once, options, checkContext())) return
      accepted++
      const cell = type.toCell(finish(once), options)
      const again = type.fromCell(cell, options)
      expect(type.toCell(again, options)).toBe(cell)
      expect(JSON.stringify(type.fromCell(type.toCell(again, options), options))).toBe(JSON.stringify(again))
      expect(() => JSON.parse(wireJson(type, cell, options))).not.toThrow()
    }
    await fc.assert(fc.asyncProperty(value, check), { numRuns: 300 })
    for (const each of inputs) await check(type.normalise(each, options))
    expect(accepted).toBeGreaterThan(0)
  })

  test('what is refused is refused with a code of the contract, in a sentence', async () => {
    const refused: Problem[] = []
    const check = async (once: unknown): Promise<void> => {
      const found = await type.check(once, options, checkContext())
      if (found) refused.push(found)
    }
    await fc.assert(fc.asyncProperty(value, check), { numRuns: 300 })
    for (const each of inputs) await check(type.normalise(each, options))
    expect(refused.filter(({ code }) => !valueCodes.has(code))).toStrictEqual([])
    expect(refused.filter(({ message }) => !/^[A-Z"].*\.$/s.test(message))).toStrictEqual([])
  })

  test('fromCell reads any cell, and NULL as the empty value', () => {
    fc.assert(
      fc.property(anyCell, (cell) => {
        const once = type.fromCell(cell, options)
        expect(JSON.stringify(type.fromCell(type.toCell(once, options), options))).toBe(JSON.stringify(once))
      }),
    )
    expect(type.fromCell(null, options)).toStrictEqual(type.empty(options))
  })

  test('the empty value is empty and passes the check', async () => {
    const empty = type.empty(options)
    expect(type.isEmpty(empty)).toBe(true)
    expect(type.isEmpty(type.normalise(null, options))).toBe(true)
    expect(await type.check(empty, options, checkContext())).toBeUndefined()
  })

  test('its TypeScript is TypeScript', () => {
    expect(() => stripTypeScriptTypes(`type Value = ${type.typescript(options)}`)).not.toThrow()
    expect(type.typescript(options)).not.toBe('')
  })
}

function trySettings({ type, optionSets }: Trial): void {
  test('settings survive parse → JSON → parse, and unknown ones are dropped', () => {
    for (const options of optionSets) {
      const field = parsed(type, { ...options, somethingElse: 1 })
      const json: unknown = JSON.parse(JSON.stringify(fieldToJson(field)))
      expect(parseField(json)).toStrictEqual(field)
      expect(Object.keys(field.options).toSorted()).toStrictEqual(Object.keys(type.options).toSorted())
    }
  })

  test('settings of any JSON type are read or refused, never thrown at; refused ones are sentences', () => {
    const keys = Object.keys(type.options)
    const drafts = fc.record(Object.fromEntries(keys.map((key) => [key, fc.jsonValue()])), {
      requiredKeys: [],
    })
    fc.assert(
      fc.property(drafts, (draft) => {
        const field = parseField({ name: 'title', type: type.name, ...draft })
        const found =
          typeof field === 'string' ? {} : type.checkOptions(field.options, settingsContext(field))
        const codes = Object.values(found ?? {}).map((node) =>
          isProblem(node) ? node.code : 'validation_each',
        )
        expect(codes.filter((code) => !code.startsWith('validation_'))).toStrictEqual([])
      }),
    )
  })

  test('settings have labels, and their fallback is what null means', () => {
    for (const option of Object.values(type.options)) {
      expect(option.label).not.toBe('')
      expect(option.parse(null)).toStrictEqual(option.fallback)
      expect(option.parse(undefined)).toStrictEqual(option.fallback)
    }
  })
}

function parsed(
  type: AnyFieldType,
  options: Readonly<Record<string, unknown>>,
): Exclude<ReturnType<typeof parseField>, string> {
  const field = parseField({ id: 'f1', name: 'title', type: type.name, ...options })
  if (typeof field === 'string') throw new Error(field)
  return field
}

/** What a serialiser makes of a cell. */
function wireJson(type: AnyFieldType, cell: Cell, options: object): string {
  const isSpliced = type.output === 'json' || (type.output === 'list' && type.column(options) === 'list')
  if (isSpliced) return cell === null ? 'null' : String(cell)
  if (type.output === 'number') return String(cell)
  if (type.output === 'boolean') return cell ? 'true' : 'false'
  return type.output === 'never' ? '""' : JSON.stringify(cell)
}
