import { type RawBuilder, sql } from 'kysely'
import { apiError } from '../../base/error.ts'
import { isCostlyLike } from '../../records/like-reach.ts'
import type { Comparison, Expression, Name, Span, Term } from '../../rules/ast.ts'
import { bindConditions, fillSlots, parseRule, parseSort, type Pieces, RuleError } from '../../rules/index.ts'
import { nobody } from '../../rules/scope.ts'
import type { Cell } from '../../storage/dialect.ts'
import type { LogHouse } from './log-house.ts'
import { logTable, noCollections } from './log-scope.ts'

const LONGEST_FILTER = 3500
/** The most characters of a stored entry (`request-entry.ts`, `said-entry.ts`). */
const LONGEST_ENTRY = 20_000
/** Each may take an entry's JSON apart. */
const MOST_COMPARISONS = 10

/** Which entries are meant, as an address says it. */
export interface LogQuestion {
  readonly filter: string
  readonly sort: string
}

/** A question that can be asked of the table. */
export interface LogQuery {
  /** `from … where …`. */
  readonly source: RawBuilder<unknown>
  readonly orderBy: Pieces['orderBy']
  /** Read a statement over `source`. Errors: `query_expired`, `query_too_large` 400; `query_queue_full` 503. */
  read(statement: RawBuilder<unknown>): Promise<Cell[][]>
}

/**
 * Take a filter and a sort of the logs in: the language of rules (contract data.md §5) over the fields `id created level
 * message data` and the paths `data.<path>`, without relations, modifiers, and what is known of a request (§5.11).
 *
 * Errors: `filter_broken` 400.
 *
 * @example const query = logQuery(house, { filter: 'data.status > 200', sort: '-created' })
 */
export function logQuery({ logs, clock }: LogHouse, { filter, sort }: LogQuestion): LogQuery {
  const { auxiliary } = logs
  const context = { ...nobody, now: clock.now() }
  return refusingBroken(() => {
    const condition = parseFilter(filter)
    const keys = sort.trim() === '' ? [] : parseSort(sort)
    for (const name of [...namesIn(condition), ...keys]) refusePath(name)
    const { where, orderBy } = bindConditions({
      scope: noCollections,
      collection: logTable,
      sql: auxiliary.sql,
      restrict: false,
      ...(condition && { filter: condition }),
      sort: keys,
    }).pieces(context)
    const isCostly = costOf(comparisonsIn(condition))
    const paced = auxiliary.sql.pace(logTable.name)
    return {
      source: sql`from ${sql.table(logTable.name)} where ${where ? sql`${paced} and ${where}` : paced}`,
      orderBy,
      async read(statement) {
        const { sql: text, parameters } = statement.compile(auxiliary.cold)
        const params = fillSlots(parameters, context)
        return isCostly(params) ? await auxiliary.heavy(text, params) : await auxiliary.read(text, params)
      },
    }
  })
}

function refusingBroken<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    throw apiError('filter_broken', { why: error.message }, { cause: error })
  }
}

function parseFilter(filter: string): Expression | undefined {
  if (Buffer.byteLength(filter) > LONGEST_FILTER)
    throw apiError('filter_broken', { why: `it is longer than ${LONGEST_FILTER} bytes` })
  return filter.trim() === '' ? undefined : parseRule(filter)
}

function refusePath(name: Span & { readonly name: string }): void {
  if (!/[.:]/.test(name.name) || /^data(?:\.\w+)+$/.test(name.name)) return
  throw new RuleError(`"${name.name}" cannot be used here; use plain fields, or data.path.`, name)
}

/** Would a single entry hold up the loop? `~` costs the length of the text times that of the pattern. */
function costOf(comparisons: readonly Comparison[]): (params: readonly Cell[]) => boolean {
  const likes = comparisons.filter(({ sign }) => sign === '~' || sign === '!~')
  const isOfEntry = ({ right }: Comparison): boolean => right.kind === 'name' || right.kind === 'call'
  const reach = {
    text: likes.length > 0 ? LONGEST_ENTRY : 0,
    pattern: likes.some(isOfEntry) ? LONGEST_ENTRY : 0,
  }
  return (params) => comparisons.length > MOST_COMPARISONS || isCostlyLike(reach, params)
}

function comparisonsIn(expression: Expression | undefined): readonly Comparison[] {
  if (!expression) return []
  return expression.kind === 'compare' ? [expression] : expression.parts.flatMap(comparisonsIn)
}

function namesIn(expression: Expression | undefined): readonly Name[] {
  return comparisonsIn(expression).flatMap(({ left, right }) => [left, right].flatMap(namesOf))
}

function namesOf(term: Term): readonly Name[] {
  if (term.kind === 'name') return [term]
  return term.kind === 'call' ? term.args.flatMap(namesOf) : []
}
