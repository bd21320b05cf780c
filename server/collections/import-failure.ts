import { ApiError, apiError } from '../base/error.ts'
import { isProblem, problem, type Problem, type ProblemTree } from '../base/problem.ts'
import type { Collection } from './collection.ts'

/**
 * What an import answers when one of its collections cannot be saved (contract data.md §2.9): one problem at
 * `collections` that says which and why, except for indexes, whose problems stand at `indexes.{i}`.
 * Errors that are not about the collection are given back as they are.
 */
export function importFailure(of: Pick<Collection, 'name' | 'id'>, error: unknown): unknown {
  if (!(error instanceof ApiError) || error.origin === 'ours') return error
  const { indexes } = error.data
  const data: ProblemTree =
    indexes && !isProblem(indexes)
      ? { indexes: naming(of, indexes) }
      : { collections: problem('validation_collections_import_failure', sentence(of, error)) }
  return apiError('validation_failed', {}, { data, cause: error })
}

function sentence({ name, id }: Pick<Collection, 'name' | 'id'>, error: ApiError): string {
  const what = `The collection "${name}" (${id || 'without id'}) cannot be imported, so nothing was`
  const hasProblems = Object.keys(error.data).length > 0
  return `${what}: ${hasProblems ? JSON.stringify(error.data) : error.message}`
}

// Places alone would not say in which of the collections.
function naming({ name }: Pick<Collection, 'name'>, indexes: ProblemTree): ProblemTree {
  return Object.fromEntries(
    Object.entries(indexes).map(([place, node]): [string, Problem | ProblemTree] => [
      place,
      isProblem(node) ? { ...node, message: `In the collection "${name}": ${node.message}` } : node,
    ]),
  )
}
