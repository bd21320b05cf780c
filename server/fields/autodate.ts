import { problem, required, type Problem, type ProblemTree } from '../base/problem.ts'
import { dateText } from './date.ts'
import type { FieldType, SettingsContext } from './field-type.ts'
import { switchOption } from './options.ts'
import { problemsOf } from './setting-checks.ts'

export interface AutodateOptions {
  readonly onCreate: boolean
  readonly onUpdate: boolean
}

/** The time of the first or of the last write; nobody sets it by hand (contract data.md §3.9). */
export const autodate: FieldType<AutodateOptions, string> = {
  ...dateText,
  name: 'autodate',
  options: { onCreate: switchOption('Set at creation'), onUpdate: switchOption('Set at every update') },
  lacks: ['help', 'required'],
  isManaged: true,
  column: () => 'text',
  check: () => undefined,
  checkOptions: checkFlags,
  beforeSave: (value, options, { verb, now }) =>
    (verb === 'create' ? options.onCreate : options.onUpdate) ? now : value,
}

const eitherOne: Problem = problem(required.code, 'Either onCreate or onUpdate must be enabled.')
const fixed = problem('validation_values_mismatch', 'A system field keeps this setting.')

function checkFlags(options: AutodateOptions, { field, stored }: SettingsContext): ProblemTree | undefined {
  if (!options.onCreate && !options.onUpdate) return { onCreate: eitherOne, onUpdate: eitherOne }
  if (!field.system || stored?.type !== 'autodate') return undefined
  return problemsOf({
    onCreate: stored.options['onCreate'] === options.onCreate ? undefined : fixed,
    onUpdate: stored.options['onUpdate'] === options.onUpdate ? undefined : fixed,
  })
}
