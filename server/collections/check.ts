import { apiError } from '../base/error.ts'
import type { ProblemTree } from '../base/problem.ts'
import type { SqlDialect } from '../storage/dialect.ts'
import { makeCatalog, replaceCollection } from './catalog.ts'
import { checkAuth } from './check-auth.ts'
import { checkFields } from './check-fields.ts'
import { checkIndexes } from './check-indexes.ts'
import { checkName, checkNewId } from './check-name.ts'
import { checkRules, type RuleCheck } from './check-rules.ts'
import type { Catalog, Collection } from './collection.ts'
import { checkHistory } from './history-options.ts'
import { scopeOf } from './scope.ts'

/** A collection that somebody wants, and what there is already. */
export interface Wish {
  /** The collection as it is now; undefined for a new one. */
  readonly stored: Collection | undefined
  readonly next: Collection
  readonly catalog: Catalog
  readonly sql: SqlDialect
  /** The lower-case names of all tables and views in the database. */
  readonly tables: ReadonlySet<string>
  /** What was found wrong already. */
  readonly problems: ProblemTree
}

/**
 * Check a collection as a whole (contract data.md §2.4) and answer it with its indexes written anew.
 * Errors: `validation_failed` 400 with all problems: one a key, nested for fields, indexes and options.
 */
export function checkCollection(wish: Wish): Collection {
  const { stored, next, catalog } = wish
  const { indexes, problems: indexProblems } = checkIndexes(stored, next, catalog)
  const fieldProblems = wish.problems['fields'] ?? checkFields(stored, next, catalog)
  const idProblem = stored ? undefined : checkNewId(next, catalog)
  const nameProblem = checkName(stored, next, catalog, wish.tables)
  // Fields that are no fields would make nonsense of what is said about rules.
  const rules = fieldProblems ? undefined : ruleCheck(wish)
  const problems: ProblemTree = {
    ...(idProblem && { id: idProblem }),
    ...(nameProblem && { name: nameProblem }),
    ...(fieldProblems && { fields: fieldProblems }),
    ...(rules && checkRules(stored, next, rules)),
    ...(indexProblems && { indexes: indexProblems }),
    ...(rules && checkOptions(next, rules)),
    ...wish.problems,
  }
  if (Object.keys(problems).length > 0) throw apiError('validation_failed', {}, { data: problems })
  return { ...next, indexes }
}

/** The options of its type, and of its history: both have faults under `dapur`. */
function checkOptions(next: Collection, rules: RuleCheck): ProblemTree {
  const faults: ProblemTree = next.auth ? checkAuth(next, next.auth, rules) : {}
  const history = checkHistory(next, rules)
  return Object.keys(history).length === 0 ? faults : { ...faults, dapur: { ...faults['dapur'], ...history } }
}

// Rules are checked in the catalog as it will be, in which they may also name the collection itself.
function ruleCheck({ stored, next, catalog, sql }: Wish): RuleCheck {
  const scope = scopeOf(makeCatalog(catalog.version, replaceCollection(catalog, stored, next)))
  const collection = scope.find(next.id)
  if (!collection) throw new Error(`the catalog has lost the collection "${next.id}"`)
  return { scope, collection, sql }
}
