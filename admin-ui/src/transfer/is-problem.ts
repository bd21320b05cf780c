import type { Problem, ProblemTree } from '@dapur/sdk'

/** Is this what is wrong with one value, and not what is wrong with several? */
export function isProblem(node: Problem | ProblemTree): node is Problem {
  return typeof node.code === 'string' && typeof node.message === 'string'
}
