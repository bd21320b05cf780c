import { queryOptions } from '@tanstack/react-query'
import type { CollectionInput } from '@dapur/sdk'
import { schemaToolsOf } from '@dapur/sdk/admin'
import { dapur } from '../dapur.ts'

/** A type of field as the server describes it. */
export interface FieldTypeJson {
  name: string
  lacks: string[]
  options: Record<string, { label: string; input: string; fallback: unknown }>
}

/** A step of what a save would do: the server's words, and a code for ours. */
export interface PlanStepJson {
  why: string
  loses?: string
  code: string
  params: Record<string, string>
}

/** What a save would do. */
export interface PlanJson {
  steps: PlanStepJson[]
}

const tools = schemaToolsOf(dapur)

/** The types of fields; they change only with the server. */
export const fieldTypesQuery = queryOptions({
  queryKey: ['field-types'],
  queryFn: ({ signal }) =>
    dapur.send<FieldTypeJson[]>({ method: 'GET', path: '/api/collections/meta/field-types', signal }),
  staleTime: Infinity,
})

/** An empty collection of each type. */
export const scaffoldsQuery = queryOptions({
  queryKey: ['scaffolds'],
  queryFn: ({ signal }) => tools.scaffolds({ signal }),
  staleTime: Infinity,
})

/** The OAuth2 providers that are known. */
export const providersQuery = queryOptions({
  queryKey: ['oauth2-providers'],
  queryFn: ({ signal }) => tools.providers({ signal }),
  staleTime: Infinity,
})

/** What a view would have, and some of its records. */
export function viewQuery(query: string) {
  return queryOptions({
    queryKey: ['dry-run-view', query],
    queryFn: ({ signal }) => tools.tryView(query, { signal }),
    enabled: query.trim() !== '',
    staleTime: 5000,
  })
}

/** What a save would change; nothing is done. */
export function planOf(id: string | undefined, body: CollectionInput): Promise<PlanJson> {
  const path = id === undefined ? '/api/collections/plan' : `/api/collections/${encodeURIComponent(id)}/plan`
  return dapur.send<PlanJson>({ method: 'POST', path, body })
}
