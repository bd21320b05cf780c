import { ApiError } from '@dapur/sdk'
import { useMemo } from 'react'
import { explainField } from '../explain.ts'
import { useMessages } from '../language.ts'

/** What is wrong at a path of what was sent. */
export interface ProblemOf {
  (path: string): string | undefined
  /** Is anything wrong at this path, or below it? */
  has: (path: string) => boolean
}

/**
 * The problems that the server has found, in the chosen language.
 *
 * @example problemOf('fields.2.name') // 'Use letters, digits and _.'
 */
export function useProblems(error: unknown): ProblemOf {
  const messages = useMessages()
  return useMemo(() => {
    const problemOf = (path: string): string | undefined => explainField(error, path, messages)
    return Object.assign(problemOf, { has: (path: string) => isAt(error, path) })
  }, [error, messages])
}

function isAt(error: unknown, path: string): boolean {
  let node: unknown = error instanceof ApiError ? error.data : undefined
  for (const key of path.split('.')) {
    if (typeof node !== 'object' || node === null) return false
    node = Object.entries(node).find(([known]) => known === key)?.[1]
  }
  return node !== undefined
}
