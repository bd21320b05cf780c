import { isProblem, type Problem, type ProblemTree } from '../base/problem.ts'

/**
 * Problems as lines of text, each with its path.
 *
 * @example problemLines({ listRule: problem('validation_invalid_rule', 'There is no "x".') }) // ['listRule: There is no "x".']
 */
export function problemLines(tree: Problem | ProblemTree, path = ''): string[] {
  if (isProblem(tree)) return [path === '' ? tree.message : `${path}: ${tree.message}`]
  return Object.entries(tree).flatMap(([key, node]) =>
    problemLines(node, path === '' ? key : `${path}.${key}`),
  )
}
