import { formatTime } from '../base/clock.ts'
import { type Call, RuleError, type Term } from './ast.ts'
import type { FunctionDefinition, Operand, Request } from './bound.ts'
import { strftimeTest } from './strftime.ts'

const mostTimeArguments = 10

/** Distances on the globe in km (contract data.md §5.5). */
const geoDistance: FunctionDefinition = {
  name: 'geoDistance',
  hasQuantifier: false,
  isExact: true,
  bind(call, bindTerm) {
    if (call.args.length !== 4) throw wrongArguments(call, 'four values: lonA, latA, lonB, latB')
    return call.args.map((term) => {
      if (term.kind !== 'name' && term.kind !== 'number') throw wrongArguments(term, 'fields or numbers')
      return bindTerm(term)
    })
  },
  sql(dialect, [lonA, latA, lonB, latB]) {
    if (!lonA || !latA || !lonB || !latB) throw new Error('geoDistance was bound without its four values')
    return dialect.distance(lonA, latA, lonB, latB)
  },
  // The sine of one mathematics library is not that of another to the last bit, and near a distance of nothing that bit
  // decides between some centimetres and NULL: only the database can tell what it would say.
  test: () => undefined,
}

/** SQLite's strftime (contract data.md §5.5, sqlite.org/lang_datefunc.html). */
const strftime: FunctionDefinition = {
  name: 'strftime',
  hasQuantifier: true,
  isExact: false,
  bind(call, bindTerm) {
    const [format, time, ...modifiers] = call.args
    if (format?.kind !== 'text') throw wrongArguments(format ?? call, 'a format in quotes first')
    if (time?.kind === 'call') throw wrongArguments(time, 'a field, a text or a number as its time')
    for (const modifier of modifiers) {
      if (modifier.kind !== 'text') throw wrongArguments(modifier, 'modifiers in quotes')
    }
    if (call.args.length > mostTimeArguments)
      throw wrongArguments(call, `at most ${mostTimeArguments} values`)
    // "now" is the time of the request, as in the macros: the same for every record, and the same in memory.
    const moment = !time || isNow(time) ? now : bindTerm(time)
    return [bindTerm(format), moment, ...modifiers.map(bindTerm)]
  },
  sql(dialect, [format, ...rest]) {
    if (!format) throw new Error('strftime was bound without its format')
    return dialect.strftime(format, rest)
  },
  test: strftimeTest,
}

const now: Request = { kind: 'request', read: (context) => formatTime(context.now), isDate: true }

function isNow(term: Term): boolean {
  return term.kind === 'text' && term.value.toLowerCase() === 'now'
}

const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  [geoDistance, strftime].map((definition) => [definition.name, definition]),
)

/**
 * Look up a function and bind its arguments.
 * Errors: `RuleError` for an unknown function or arguments that do not fit.
 */
export function bindCall(
  call: Call,
  bindTerm: (term: Term) => Operand,
): { readonly definition: FunctionDefinition; readonly args: readonly Operand[] } {
  const definition = functions.get(call.name)
  if (!definition) {
    throw new RuleError(
      `There is no function "${call.name}"; known are ${[...functions.keys()].join(', ')}.`,
      call,
    )
  }
  return { definition, args: definition.bind(call, bindTerm) }
}

function wrongArguments(at: Call | Term, wanted: string): RuleError {
  return new RuleError(`This function takes ${wanted}.`, at)
}
