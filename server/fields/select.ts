import { problem, required, type Problem } from '../base/problem.ts'
import { elements, isMultiple, listOf, type Elements } from './elements.ts'
import type { FieldType } from './field-type.ts'
import { countOption, tagsOption } from './options.ts'
import { above, below, problemsOf } from './setting-checks.ts'

export interface SelectOptions {
  readonly values: readonly string[]
  readonly maxSelect: number
}

/** One or several of a list of words (contract data.md §3.10). */
export const select: FieldType<SelectOptions, Elements> = {
  ...elements,
  name: 'select',
  options: { values: tagsOption('Choices'), maxSelect: countOption('Most choices') },
  check: checkChoices,
  checkOptions: ({ values, maxSelect }) =>
    problemsOf({
      values: values.length === 0 ? required : undefined,
      // While there are no choices at all, that is the problem to report, and not that one may be chosen.
      maxSelect: below(maxSelect, 0) ?? above(maxSelect, Math.max(values.length, 1)),
    }),
  typescript: (options) => {
    const words = [...new Set(options.values)].map((word) => JSON.stringify(word))
    if (words.length === 0) return isMultiple(options) ? 'string[]' : 'string'
    return isMultiple(options) ? `(${words.join(' | ')})[]` : ['""', ...words].join(' | ')
  },
}

function checkChoices(value: Elements, options: SelectOptions): Problem | undefined {
  const chosen = listOf(value)
  const most = Math.max(options.maxSelect, 1)
  if (chosen.length > most) {
    return problem('validation_too_many_values', `Choose at most ${most}.`, { maxSelect: most })
  }
  const stranger = chosen.find((element) => !options.values.includes(element))
  if (stranger === undefined) return undefined
  return problem('validation_invalid_value', `"${stranger}" is not one of the choices.`, { value: stranger })
}
