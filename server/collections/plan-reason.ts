/** Why a step is done, and what is lost by it: code → sentences with {holes}. Codes are for ever, as those of errors are. */
export const planReasons = {
  collection_deleted: {
    why: 'The collection "{collection}" is deleted.',
    loses: 'all records of "{collection}"',
  },
  collection_moved: { why: 'The collection "{collection}" makes room for another of this name.' },
  collection_renamed: { why: 'The collection "{from}" becomes "{to}".' },
  table_made: { why: 'The collection "{collection}" gets its table.' },
  view_made: { why: 'The view "{collection}" is made.' },
  view_removed: { why: 'The view "{collection}" is removed or made anew.' },
  field_added: { why: 'The field "{field}" is added.' },
  field_removed: {
    why: 'The field "{field}" is removed.',
    loses: 'the values of "{field}" in all records',
  },
  field_renamed: { why: 'The field "{from}" becomes "{to}".' },
  field_many: {
    why: 'The field "{field}" may hold several values: each record\'s value becomes a list.',
  },
  field_single: {
    why: 'The field "{field}" holds one value: each record keeps the last of its list.',
    loses: 'all values of "{was}" but the last of each record',
  },
  index_built: { why: 'The index "{index}" is built.' },
  index_removed: { why: 'The index "{index}" is removed or built anew.' },
} as const

type PlanCode = keyof typeof planReasons

/** What a step is for, for people in a sentence and for programs by its code. */
export interface PlanReason {
  /** A plain sentence for people who look at the plan before they save. */
  readonly why: string
  /** The data that is gone afterwards. */
  readonly loses?: string
  readonly code: PlanCode
  /** What fills the sentence: names of collections, fields and indexes. */
  readonly params: Readonly<Record<string, string>>
}

/**
 * The reason with this code (architecture.md, *Beyond the contract*).
 *
 * @example planReason('field_added', { field: 'title' }).why // 'The field "title" is added.'
 */
export function planReason(code: PlanCode, params: PlanReason['params']): PlanReason {
  const { why, loses }: { readonly why: string; readonly loses?: string } = planReasons[code]
  return {
    why: filled(why, params),
    ...(loses !== undefined && { loses: filled(loses, params) }),
    code,
    params,
  }
}

/**
 * The same reason for a statement by which nothing is lost: of several that are for one purpose, one loses the data.
 *
 * @example withoutLoss(planReason('field_removed', { field: 'title' })).loses // undefined
 */
export function withoutLoss({ why, code, params }: PlanReason): PlanReason {
  return { why, code, params }
}

function filled(sentence: string, params: PlanReason['params']): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
}
