import { ApiError } from '../base/error.ts'
import { makeCatalog } from '../collections/catalog.ts'
import { checkCollection } from '../collections/check.ts'
import type { Collection } from '../collections/collection.ts'
import type { Foundation } from '../collections/foundation.ts'
import { problemLines } from './import-problems.ts'

/**
 * What a save of each collection would refuse as it is now: an old database may hold rules that fit no longer. They
 * are taken all the same, since a rule that makes no sense lets nobody through.
 */
export function definitionWarnings({ catalog, storage }: Foundation): string[] {
  const { all, version } = catalog.current
  return all.flatMap((next) => {
    const others = makeCatalog(
      version,
      all.filter(({ id }) => id !== next.id),
    )
    try {
      checkCollection({
        stored: undefined,
        next,
        catalog: others,
        sql: storage.sql,
        tables: new Set(),
        problems: {},
      })
      return []
    } catch (error) {
      return warningsOf(next, error)
    }
  })
}

function warningsOf({ name }: Collection, error: unknown): string[] {
  if (!(error instanceof ApiError) || error.code !== 'validation_failed') throw error
  return problemLines(error.data).map((line) => `"${name}" is taken as it is, but look at ${line}`)
}
