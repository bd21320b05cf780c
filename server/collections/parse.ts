import { problem, required, type Problem, type ProblemTree } from '../base/problem.ts'
import { parseDate } from '../fields/parse-date.ts'
import { mergeAuthOptions } from './auth-options.ts'
import type { Field } from '../fields/field-type.ts'
import type { Collection, CollectionType } from './collection.ts'
import { parseFieldList, withFieldIds } from './field-list.ts'
import { mergeHistory } from './history-options.ts'
import { newCollection } from './new-collection.ts'
import { readSubmitted, type Submitted } from './submitted.ts'
import { withSystemFields } from './system-fields.ts'
import { trimQuery } from './view-query.ts'

/** A collection as a request wants it: parsed, not yet checked. */
export interface Draft {
  readonly next: Collection
  /** What is wrong with values that cannot even stand in a collection, such as an unknown type. */
  readonly problems: ProblemTree
}

/**
 * Read the body of a create over the defaults of the type that it names (contract data.md §2.3).
 * The id stays empty where none was submitted. Errors: `body_malformed` 400.
 */
export function parseNew(body: unknown): Draft {
  const input = readSubmitted(body)
  const name = input.text('type', '') || 'base'
  const type = collectionTypes.find((known) => known === name)
  const next = merge(newCollection(type ?? 'base'), input, replaceFields)
  const id = input.text('id', '')
  const system = input.flag('system', false)
  const unknown = problem('validation_in_invalid', `Choose one of ${collectionTypes.join(', ')}.`)
  return { next: { ...next, id, system }, problems: type ? {} : { type: unknown } }
}

/** How a submitted list of fields meets the one that is there; undefined when none was submitted. */
export type MergeFields = (
  kept: readonly Field[],
  submitted: readonly Field[] | undefined,
) => readonly Field[]

/**
 * Read the body of an update over the stored collection (contract data.md §2.7): absent keys stay, `fields` and
 * `indexes` replace the whole list, secrets that are not submitted are kept. Errors: `body_malformed` 400.
 */
export function parseChange(
  stored: Collection,
  body: unknown,
  mergeFields: MergeFields = replaceFields,
): Draft {
  const input = readSubmitted(body)
  const problems: Record<string, Problem> = {}
  const id = input.text('id', stored.id)
  if (id !== stored.id)
    problems['id'] = id === '' ? required : changed('validation_values_mismatch', 'The id')
  if (input.flag('system', stored.system) !== stored.system) {
    problems['system'] = changed('validation_collection_system_flag_change', 'The system flag')
  }
  const type = input.text('type', stored.type)
  if (type !== stored.type) {
    problems['type'] = type === '' ? required : changed('validation_collection_type_change', 'The type')
  }
  const created = parseDate(input.text('created', '')) || stored.created
  return { next: { ...merge(stored, input, mergeFields), created }, problems }
}

const collectionTypes: readonly CollectionType[] = ['base', 'auth', 'view']

function changed(code: string, what: string): Problem {
  return problem(code, `${what} of a collection cannot be changed.`)
}

const replaceFields: MergeFields = (kept, submitted) => submitted ?? kept

function merge(kept: Collection, input: Submitted, mergeFields: MergeFields): Collection {
  const list = input.list('fields')
  const { history: keptHistory, ...rest } = kept
  const history = kept.type === 'view' ? undefined : mergeHistory(keptHistory, input.object('dapur'))
  // The fields of a view come from its query, whatever was submitted.
  const fields = kept.type === 'view' ? kept.fields : mergeFields(kept.fields, list && parseFieldList(list))
  return {
    ...rest,
    name: input.text('name', kept.name),
    listRule: input.rule('listRule', kept.listRule),
    viewRule: input.rule('viewRule', kept.viewRule),
    createRule: input.rule('createRule', kept.createRule),
    updateRule: input.rule('updateRule', kept.updateRule),
    deleteRule: input.rule('deleteRule', kept.deleteRule),
    fields: withFieldIds(withSystemFields(kept.type, fields)),
    indexes: input.texts('indexes', kept.indexes),
    ...(kept.viewQuery !== undefined && { viewQuery: trimQuery(input.text('viewQuery', kept.viewQuery)) }),
    ...(kept.auth && { auth: mergeAuthOptions(kept.auth, input) }),
    ...(history && { history }),
  }
}
