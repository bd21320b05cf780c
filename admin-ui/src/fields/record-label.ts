import { useQuery } from '@tanstack/react-query'
import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { useCallback } from 'react'
import { collectionsQuery } from '../queries.ts'
import { isEmptyValue, toLine, toText } from './value.ts'

/** Names that people give to what a record is called, best first. */
const LABELS = ['name', 'title', 'label', 'email', 'username', 'slug']

/**
 * How to call a record in few words: by its presentable fields, else by a field that is named like a label.
 * The function answers undefined when there is none: then its id has to do.
 */
export function useRecordLabel(): (record: RecordJson) => string | undefined {
  const { data: collections } = useQuery(collectionsQuery)
  return useCallback(
    (record: RecordJson) => {
      const collection = collections?.find(({ id }) => id === record.collectionId)
      const values = collection ? labelFields(collection).map((name) => record[name]) : []
      const words = values.filter((value) => !isEmptyValue(value)).map(toText)
      return words.length === 0 ? undefined : toLine(words.join(' · '))
    },
    [collections],
  )
}

/** The fields that say what a record is called. */
export function labelFields({ fields }: CollectionJson): string[] {
  const presentable = fields.filter((field) => field.presentable && !field.hidden).map(({ name }) => name)
  if (presentable.length > 0) return presentable
  const known = LABELS.find((label) => fields.some(({ name, hidden }) => name === label && !hidden))
  return known === undefined ? [] : [known]
}
