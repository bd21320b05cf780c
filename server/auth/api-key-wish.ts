import { z } from 'zod'
import { actions, type Action, type Scope, type ScopePart } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { problem, type Problem, type ProblemTree, required } from '../base/problem.ts'
import type { Catalog } from '../collections/collection.ts'
import { readSubmitted } from '../collections/submitted.ts'
import { parseDate } from '../fields/parse-date.ts'
import type { House } from '../records/house.ts'

/** A key that somebody wants. */
export interface ApiKeyWish {
  readonly name: string
  /** Collections by id. */
  readonly scopes: Scope | '*'
  /** Milliseconds since 1970; 0 for never. */
  readonly expires: number
}

const MAX_NAME = 100

const scopesSchema = z.array(
  z.strictObject({
    collections: z.union([z.literal('*'), z.array(z.string()).min(1).max(100)]),
    actions: z.union([z.literal('*'), z.array(z.enum<readonly Action[]>(actions)).min(1)]),
  }),
)

/**
 * Read the body of a new API key.
 *
 * Errors: `body_malformed` 400, `validation_failed` 400 with problems under `name`, `scopes` and `expires`.
 *
 * @example parseApiKeyWish(house, { name: 'till', scopes: [{ collections: ['orders'], actions: ['create'] }] })
 */
export function parseApiKeyWish(house: House, body: Readonly<Record<string, unknown>>): ApiKeyWish {
  const submitted = readSubmitted(body)
  const name = submitted.text('name', '')
  const expires = submitted.text('expires', '')
  const end = expires === '' ? 0 : Date.parse(parseDate(expires).replace(' ', 'T'))
  const scopes = parseScopes(house.catalog.current, body['scopes'])
  const data: ProblemTree = {}
  const nameProblem = checkName(name)
  if (nameProblem) data['name'] = nameProblem
  if (end !== 0 && !(end > house.clock.now()))
    data['expires'] = problem('validation_date_in_past', 'Write a time that is still to come, or none.')
  if ('problem' in scopes) data['scopes'] = scopes.problem
  if ('problem' in scopes || Object.keys(data).length > 0) throw apiError('validation_failed', {}, { data })
  return { name, scopes: scopes.value, expires: end }
}

function checkName(name: string): Problem | undefined {
  if (name.trim() === '') return required
  if (name.length <= MAX_NAME) return undefined
  return problem('validation_length_out_of_range', `Use 1 to ${MAX_NAME} characters.`, {
    min: 1,
    max: MAX_NAME,
  })
}

type Parsed = { readonly value: Scope | '*' } | { readonly problem: Problem }

/** What is not said is not allowed: a key for everything has to be asked for by name. */
function parseScopes(catalog: Catalog, input: unknown): Parsed {
  if (input === '*') return { value: '*' }
  if (input === undefined || input === null) return { problem: required }
  const parsed = scopesSchema.safeParse(input)
  if (!parsed.success || parsed.data.length === 0) return { problem: malformed }
  const parts: ScopePart[] = []
  for (const part of parsed.data) {
    const names = part.collections === '*' ? ['*'] : part.collections
    const missing = names.find((name) => name !== '*' && !catalog.find(name))
    if (missing !== undefined)
      return { problem: problem('validation_missing_collection', `There is no collection "${missing}".`) }
    parts.push({
      // By id, so that a renamed collection stays what the key is for, and a new one of the old name does not become it.
      collections: names.map((name) => catalog.find(name)?.id ?? name),
      actions: part.actions === '*' ? actions : part.actions,
    })
  }
  return { value: parts }
}

const malformed = problem(
  'validation_invalid_scopes',
  `Write "*", or a list such as [{"collections":["posts"],"actions":["list","view"]}]; actions are ${actions.join(', ')}.`,
)
