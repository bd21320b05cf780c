import { ApiError } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { explain, explainField } from '../explain.ts'
import { useMessages } from '../language.ts'

interface FilterProblemProps {
  id: string
  filter: string
  error: unknown
}

/** What is wrong with a filter, in the server's words, and where: the part that it means is underlined. */
export function FilterProblem({ id, filter, error }: FilterProblemProps): ReactNode {
  const messages = useMessages()
  const { from, to } = spanOf(error, filter)
  return (
    <div id={id} role="alert" className="mt-2.5 flex flex-col gap-1 text-sm break-words text-danger">
      {explainField(error, 'filter', messages) ?? explain(error, messages)}
      {from !== undefined && (
        <code className="font-mono text-xs break-words whitespace-pre-wrap text-text-2">
          {filter.slice(0, from)}
          <mark className="bg-danger-soft text-danger underline decoration-wavy decoration-1 underline-offset-4">
            {/* The end of the text is a place too: there something is missing. */}
            {filter.slice(from, to) || '\u00a0\u00a0'}
          </mark>
          {filter.slice(to)}
        </code>
      )}
    </div>
  )
}

/** The place in the filter that the server names, in characters. */
function spanOf(error: unknown, filter: string): { from?: number; to?: number } {
  const params = error instanceof ApiError ? error.problem('filter')?.params : undefined
  const { from, to }: { from?: unknown; to?: unknown } = params ?? {}
  if (typeof from !== 'number' || typeof to !== 'number' || from > filter.length) return {}
  return { from, to: Math.max(from, to) }
}
