import { newRecordId } from '../base/id.ts'
import { problem, required, type Problem, type ProblemTree } from '../base/problem.ts'
import { autogenerate } from './autogenerate.ts'
import { characterCount } from './character-count.ts'
import type { FieldType, SettingsContext } from './field-type.ts'
import { countOption, switchOption, textOption } from './options.ts'
import { matchesPattern, patternFault } from './pattern.ts'
import { plainText } from './plain-text.ts'
import { checkPrimaryKey } from './primary-key.ts'
import { badSize, below, problemsOf } from './setting-checks.ts'
import { stringify } from './stringify.ts'

export interface TextOptions {
  readonly min: number
  readonly max: number
  readonly pattern: string
  readonly autogeneratePattern: string
  readonly primaryKey: boolean
}

/** What ids are made of unless an owner says otherwise. Ids of this form may tell their time, so that indexes grow in order. */
const defaultIdPattern = '[a-z0-9]{15}'
const defaultMax = 5_000

/** A line or a page of text, and, with `primaryKey`, the id of a record (contract data.md §3.2). */
export const text: FieldType<TextOptions, string> = {
  ...plainText,
  name: 'text',
  options: {
    min: countOption('Fewest characters'),
    max: countOption('Most characters'),
    pattern: textOption('Pattern'),
    autogeneratePattern: textOption('Pattern to generate from'),
    primaryKey: switchOption('Primary key'),
  },
  column: (options) => (options.primaryKey ? 'id' : 'text'),
  modifiers: {
    autogenerate: (_stored, input, options) => stringify(input) + suffix(options),
  },
  check: (value, options, context) =>
    options.primaryKey ? checkPrimaryKey(value, options, context, checkText) : checkText(value, options),
  checkOptions: (options, context) =>
    problemsOf({
      ...(options.primaryKey ? checkKeyOptions(options, context) : {}),
      ...checkLimits(options),
    }),
  beforeSave: (value, options, { verb, at, isSystem }) => {
    if (verb === 'update' || value !== '' || options.autogeneratePattern === '') return value
    const mayTellTime = options.primaryKey && options.autogeneratePattern === defaultIdPattern && !isSystem
    return mayTellTime ? newRecordId(at) : autogenerate(options.autogeneratePattern)
  },
}

function suffix(options: TextOptions): string {
  return options.autogeneratePattern === '' ? '' : autogenerate(options.autogeneratePattern)
}

function checkText(value: string, options: TextOptions): Problem | undefined {
  if (value === '') return undefined
  const { min, pattern } = options
  const max = options.max || defaultMax
  // No character is longer than two units: a text beyond that need not be counted.
  const length = value.length > 2 * Math.max(min, max) ? value.length : characterCount(value)
  if (length < min)
    return problem('validation_min_text_constraint', `Use at least ${min} characters.`, { min })
  if (length > max)
    return problem('validation_max_text_constraint', `Use at most ${max} characters.`, { max })
  if (pattern === '' || matchesPattern(pattern, value)) return undefined
  return problem('validation_invalid_format', `This does not have the form ${pattern}.`)
}

function checkKeyOptions(options: TextOptions, { field }: SettingsContext): ProblemTree {
  const named =
    field.name === 'id' ? undefined : problem('validation_in_invalid', 'The primary key must be named "id".')
  return {
    ...problemsOf({
      name: named,
      hidden: field.hidden ? problem('validation_empty', 'The primary key cannot be hidden.') : undefined,
      required: field.required ? undefined : required,
      pattern: options.pattern === '' ? required : undefined,
    }),
  }
}

function checkLimits(options: TextOptions): ProblemTree {
  const { min, max, pattern, autogeneratePattern } = options
  const brokenPattern = patternFault(pattern)
  const limits = problemsOf({
    min: badSize(min),
    max: badSize(max) ?? below(max, min),
    pattern: brokenPattern === undefined ? undefined : invalidRegex(brokenPattern),
  })
  const generates = autogeneratePattern === '' || limits ? undefined : checkGenerator(options)
  return { ...limits, ...(generates && { autogeneratePattern: generates }) }
}

function invalidRegex(why: string): Problem {
  return problem('validation_invalid_regex', `This is not a pattern that RE2 reads: ${why}.`)
}

/** Ten samples have to be acceptable values: otherwise creating would fail now and then. */
function checkGenerator(options: TextOptions): Problem | undefined {
  for (let sample = 0; sample < 10; sample++) {
    const fault = checkSample(options)
    if (fault) return fault
  }
  return undefined
}

function checkSample(options: TextOptions): Problem | undefined {
  let sample: string
  try {
    sample = autogenerate(options.autogeneratePattern)
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read'
    return problem(
      'validation_invalid_autogenerate_pattern',
      `Nothing can be generated from this pattern: ${why}.`,
    )
  }
  const fault = checkText(sample, options)
  if (!fault) return undefined
  return problem(
    'validation_invalid_autogenerate_pattern_value',
    `It generates texts that the field refuses, such as "${sample}". ${fault.message}`,
  )
}
