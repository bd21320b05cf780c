import { type CollectionJson, filter, type RecordJson } from '@dapur/sdk'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'
import { labelFields } from '../fields/record-label.ts'

/** How many matches a picker shows. */
export const MATCHES = 20
/** How many related records are asked for by name; the others are shown by their ids. */
const MOST_NAMED = 50

/** The records of a collection whose label or id has this text in it, the newest first. */
export function matchesQuery(target: CollectionJson, text: string) {
  return queryOptions({
    queryKey: ['records', target.name, 'matches', text],
    queryFn: async ({ signal }) => {
      const { items } = await dapur.collection(target.name).list({
        perPage: MATCHES,
        skipTotal: true,
        filter: text === '' ? undefined : matching(target, text),
        sort: target.type === 'view' ? undefined : '-@rowid',
        signal,
      })
      return items
    },
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
}

/** These records, as far as they are there. */
export function namedQuery(target: CollectionJson, ids: readonly string[]) {
  const asked = ids.slice(0, MOST_NAMED)
  return queryOptions({
    queryKey: ['records', target.name, 'named', asked],
    queryFn: async ({ signal }): Promise<RecordJson[]> => {
      if (asked.length === 0) return []
      const { items } = await dapur.collection(target.name).list({
        perPage: asked.length,
        skipTotal: true,
        filter: asked.map((id) => filter`id = ${id}`).join(' || '),
        signal,
      })
      return items
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
}

function matching(target: CollectionJson, text: string): string {
  const searched = labelFields(target).filter((name) =>
    target.fields.some((field) => field.name === name && TEXTS.has(field.type)),
  )
  const parts = searched.map((name) => `${name} ~ ${filter`${text}`}`)
  return [...parts, filter`id = ${text}`].join(' || ')
}

const TEXTS = new Set(['text', 'email', 'url', 'editor', 'select', 'number'])
