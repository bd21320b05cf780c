/**
 * What is wrong with one submitted value: a leaf of an error's `data` (contract data.md §1.5, §1.10).
 * Codes are for ever and the contract's; sentences are ours.
 */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** Problems by path: `{ fields: { '2': { name: Problem } } }`. */
export interface ProblemTree {
  [key: string]: Problem | ProblemTree
}

/**
 * Say what is wrong with a value. The sentence ends in a full stop and says what to do.
 *
 * @example problem('validation_min_text_constraint', 'Use at least 8 characters.', { min: 8 })
 */
export function problem(code: string, message: string, params?: Readonly<Record<string, unknown>>): Problem {
  return params && Object.keys(params).length > 0 ? { code, message, params } : { code, message }
}

/** The most common problem of all. */
export const required: Problem = problem('validation_required', 'This cannot be empty.')

/** Is this a leaf, and not a branch that happens to hold a key named `code`? */
export function isProblem(node: Problem | ProblemTree): node is Problem {
  return typeof node['code'] === 'string' && typeof node['message'] === 'string'
}
