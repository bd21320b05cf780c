import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'
import type { Language } from '../language.ts'

interface Completion {
  /** The whole word, from where it begins. */
  label: string
  kind: string
  detail: string
}

/** What may replace the text between two places of a filter. */
export interface Completions {
  from: number
  to: number
  items: Completion[]
}

/** What may stand at a place of a filter, as the server knows it. */
export function completionQuery(collection: string, text: string, at: number, language: Language) {
  return queryOptions({
    queryKey: ['filter-completions', collection, text, at, language],
    queryFn: async ({ signal }): Promise<Completions | null> => {
      const { completions } = await dapur.send<{ completions?: Completions }>({
        method: 'POST',
        path: '/api/rules/check',
        body: { text, collection, kind: 'filter', at, language },
        signal,
      })
      return completions ?? null
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
  })
}
