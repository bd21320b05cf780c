import { apiError } from '../base/error.ts'
import { isJsonObject } from '../base/json.ts'
import { problem, type ProblemTree, required } from '../base/problem.ts'
import { type RuleName, ruleNames } from '../collections/collection.ts'
import { readSubmitted, type Submitted } from '../collections/submitted.ts'

/** The rules that may be asked about: the five, and the two of auth collections. */
export type ExplainedRule = RuleName | 'manageRule' | 'authRule'

const explainedRules: readonly ExplainedRule[] = [...ruleNames, 'manageRule', 'authRule']

/** Who asks: nobody, a superuser, or a record. */
export type AskedActor = 'guest' | 'superuser' | { readonly collection: string; readonly id: string }

/** What somebody wants to have explained. */
export interface ExplainQuestion {
  readonly collection: string
  readonly rule: ExplainedRule
  /** A text to try instead of the rule that the collection has. */
  readonly text: string | null | undefined
  readonly actor: AskedActor
  /** The id of the record; '' for a create. */
  readonly record: string
  readonly body: Readonly<Record<string, unknown>>
  readonly method: string
  readonly query: Readonly<Record<string, string>>
  /** Names in snake case. */
  readonly headers: Readonly<Record<string, string>>
}

const METHODS: Readonly<Record<ExplainedRule, string>> = {
  listRule: 'GET',
  viewRule: 'GET',
  createRule: 'POST',
  updateRule: 'PATCH',
  deleteRule: 'DELETE',
  manageRule: 'PATCH',
  authRule: 'POST',
}

/**
 * Read the body of `POST /api/rules/explain`.
 *
 * Errors: `body_malformed` 400; `validation_failed` 400 under `rule`, `actor`, `record`.
 *
 * @example readQuestion({ collection: 'posts', rule: 'viewRule', actor: null, record: 'p1' }).method // 'GET'
 */
export function readQuestion(body: unknown): ExplainQuestion {
  const input = readSubmitted(body)
  const named = input.text('rule', 'viewRule')
  const rule = explainedRules.find((known) => known === named)
  if (!rule) {
    throw invalid({ rule: problem('validation_in_invalid', `Choose one of ${explainedRules.join(', ')}.`) })
  }
  const record = input.text('record', '')
  if (record === '' && rule !== 'createRule') throw invalid({ record: required })
  return {
    collection: input.text('collection', ''),
    rule,
    text: input.has('text') ? input.rule('text', null) : undefined,
    actor: readActor(isJsonObject(body) ? body['actor'] : undefined, input),
    record,
    body: input.maybeObject('body', null) ?? {},
    method: input.text('method', METHODS[rule]),
    query: readTexts(input.maybeObject('query', null)),
    headers: readTexts(input.maybeObject('headers', null), (name) =>
      name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'),
    ),
  }
}

function readActor(given: unknown, input: Submitted): AskedActor {
  if (given === undefined || given === null || given === 'guest') return 'guest'
  if (given === 'superuser') return 'superuser'
  if (!isJsonObject(given)) {
    const message = 'Give null for a guest, "superuser", or { collection, id } of an auth record.'
    throw invalid({ actor: problem('validation_invalid_value', message) })
  }
  const actor = input.object('actor')
  return { collection: actor.text('collection', ''), id: actor.text('id', '') }
}

function readTexts(
  given: Readonly<Record<string, unknown>> | null,
  nameOf: (name: string) => string = (name) => name,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given ?? {}).map(([name, value]) => [nameOf(name), String(value)]))
}

function invalid(data: ProblemTree): Error {
  return apiError('validation_failed', {}, { data })
}
