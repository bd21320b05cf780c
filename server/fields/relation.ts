import { andThen, type Now } from '../base/now.ts'
import { problem, required, type Problem, type ProblemTree } from '../base/problem.ts'
import { countExisting } from './count-existing.ts'
import { elements, isMultiple, listOf, type Elements } from './elements.ts'
import type { CheckContext, FieldType, SettingsContext } from './field-type.ts'
import { countOption, switchOption, textOption } from './options.ts'
import { below, problemsOf, tooSmall } from './setting-checks.ts'

export interface RelationOptions {
  readonly collectionId: string
  readonly cascadeDelete: boolean
  readonly minSelect: number
  readonly maxSelect: number
}

/** The ids of one or several records of another collection, or of this one (contract data.md §3.11). */
export const relation: FieldType<RelationOptions, Elements> = {
  ...elements,
  name: 'relation',
  options: {
    collectionId: textOption('Collection', 'collection'),
    cascadeDelete: switchOption('Delete with the last related record'),
    minSelect: countOption('Fewest records'),
    maxSelect: countOption('Most records'),
  },
  reference: (options) => ({
    collectionId: options.collectionId,
    cascadeDelete: options.cascadeDelete,
    isMultiple: isMultiple(options),
  }),
  check: checkRelated,
  checkOptions: (options, context) =>
    problemsOf({
      collectionId: checkTarget(options.collectionId, context),
      minSelect: below(options.minSelect, 0),
      maxSelect: checkMaxSelect(options),
    }),
}

function checkRelated(
  value: Elements,
  options: RelationOptions,
  context: CheckContext,
): Now<Problem | undefined> {
  const ids = listOf(value)
  if (ids.length === 0) return undefined
  const { minSelect } = options
  if (ids.length < minSelect) {
    return problem('validation_not_enough_values', `Choose at least ${minSelect}.`, { minSelect })
  }
  const most = Math.max(options.maxSelect, 1)
  if (ids.length > most) {
    return problem('validation_too_many_values', `Choose at most ${most}.`, { maxSelect: most })
  }
  return checkExist(ids, options.collectionId, context)
}

function checkExist(
  ids: readonly string[],
  collectionId: string,
  context: CheckContext,
): Now<Problem | undefined> {
  const table = context.tableOf(collectionId)
  if (table === undefined) {
    return problem('validation_missing_rel_collection', 'The collection of these records is gone.')
  }
  return andThen(countExisting(context.tx, table, ids), (count) =>
    count === ids.length
      ? undefined
      : problem('validation_missing_rel_records', 'Not all of these records exist.'),
  )
}

function checkTarget(id: string, context: SettingsContext): Problem | ProblemTree | undefined {
  if (id === '') return required
  const { stored, collection } = context
  if (stored?.type === 'relation' && stored.options['collectionId'] !== id) {
    return problem(
      'validation_field_relation_change',
      'The collection of a relation cannot change; add another field.',
    )
  }
  const type = id === collection.id ? collection.type : context.collectionType(id)
  if (type === undefined) {
    return problem('validation_field_relation_missing_collection', 'There is no collection with this id.')
  }
  if (type !== 'view' || collection.type === 'view') return undefined
  return problem(
    'validation_relation_field_non_view_base_collection',
    'Only views can refer to the records of a view.',
  )
}

function checkMaxSelect({ minSelect, maxSelect }: RelationOptions): Problem | undefined {
  if (minSelect > 0 && maxSelect === 0) return required
  return maxSelect !== 0 && maxSelect < Math.max(minSelect, 0) ? tooSmall(Math.max(minSelect, 0)) : undefined
}
