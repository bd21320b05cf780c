import { andThen, type Now } from '../base/now.ts'
import { problem, type Problem } from '../base/problem.ts'
import type { CheckContext } from './field-type.ts'
import { quoteName } from './quote-name.ts'

/** The pattern whose ids need none of the checks below: they are lower case, and harmless as names of files. */
const defaultPattern = '^[a-z0-9]+$'

// Ids are parts of paths and addresses.
const forbidden = /[./\\|"'`<>:?*%$\0\t\n\r ]/
const reserved = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i

/**
 * May a record have this id (contract data.md §3.2, §4.12)? An id never changes and a stored one is not judged again.
 * Where ids have a pattern of their own they must not name a device, break a path, or differ from another's by letter
 * case only. `checkText` is the check of the text itself.
 *
 * @example checkPrimaryKey('a/b', { pattern: '.+' }, context, () => undefined) // validation_forbidden_pk_character
 */
export function checkPrimaryKey<Options extends { readonly pattern: string }>(
  id: string,
  options: Options,
  context: CheckContext,
  checkText: (id: string, options: Options) => Problem | undefined,
): Now<Problem | undefined> {
  if (context.verb === 'update') return id === context.stored ? undefined : changed
  if (options.pattern === defaultPattern) return checkText(id, options)
  return checkForm(id) ?? checkText(id, options) ?? checkIsAlone(id, context)
}

const changed = problem('validation_pk_change', 'The id of a record cannot change.')

function checkForm(id: string): Problem | undefined {
  const [character] = forbidden.exec(id) ?? []
  if (character !== undefined) {
    return problem('validation_forbidden_pk_character', `An id cannot contain ${JSON.stringify(character)}.`)
  }
  return reserved.test(id)
    ? problem('validation_reserved_pk', `"${id}" is the name of a device; use another id.`)
    : undefined
}

function checkIsAlone(id: string, { tx, collection }: CheckContext): Now<Problem | undefined> {
  const sql = `SELECT 1 FROM ${quoteName(collection.name)} WHERE lower("id") = lower(?) LIMIT 1`
  return andThen(tx.get(sql, [id]), (row) =>
    row ? problem('validation_pk_invalid', 'This id is taken, perhaps in other letter case.') : undefined,
  )
}
