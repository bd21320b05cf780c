import { problem, type Problem, type ProblemTree } from '../base/problem.ts'

/*
 * Checks that the settings of many field types share. As everywhere in the contract (data.md §1.10), a zero means
 * "not set" and passes.
 */

/** Problems by setting, without the settings that are well; `undefined` when all are. */
export function problemsOf(
  found: Readonly<Record<string, Problem | ProblemTree | undefined>>,
): ProblemTree | undefined {
  const tree: ProblemTree = {}
  for (const [name, fault] of Object.entries(found)) if (fault) tree[name] = fault
  return Object.keys(tree).length > 0 ? tree : undefined
}

/** Is a set number too small? */
export function below(value: number, threshold: number): Problem | undefined {
  if (value === 0 || value >= threshold) return undefined
  return tooSmall(threshold)
}

/** Is a set number too big? */
export function above(value: number, threshold: number): Problem | undefined {
  if (value === 0 || value <= threshold) return undefined
  return problem('validation_max_less_equal_than_required', `Use ${threshold} or less.`, { threshold })
}

/** A size in bytes or characters: 0 to 2^53 - 1. */
export function badSize(value: number): Problem | undefined {
  return below(value, 0) ?? above(value, Number.MAX_SAFE_INTEGER)
}

/** A problem for a number that has to be `threshold` at least. */
export function tooSmall(threshold: number): Problem {
  return problem('validation_min_greater_equal_than_required', `Use ${threshold} or more.`, { threshold })
}

/** Check each element of a list: problems by position. Empty elements pass. */
export function checkEach(
  list: readonly string[],
  check: (element: string) => Problem | undefined,
): ProblemTree | undefined {
  return problemsOf(
    Object.fromEntries(list.map((element, i) => [i, element === '' ? undefined : check(element)])),
  )
}
