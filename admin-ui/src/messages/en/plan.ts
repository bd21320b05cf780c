/** What a step of a plan does, and what is lost by it, with {holes}. */
export interface PlanWords {
  readonly why: string
  readonly loses?: string
}

/** What a save would do, by the codes of the server. */
export const plan: Readonly<Record<string, PlanWords>> = {
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
  field_removed: { why: 'The field "{field}" is removed.', loses: 'the values of "{field}" in all records' },
  field_renamed: { why: 'The field "{from}" becomes "{to}".' },
  field_many: { why: 'The field "{field}" may hold several values: each record\'s value becomes a list.' },
  field_single: {
    why: 'The field "{field}" holds one value: each record keeps the last of its list.',
    loses: 'all values of "{was}" but the last of each record',
  },
  index_built: { why: 'The index "{index}" is built.' },
  index_removed: { why: 'The index "{index}" is removed or built anew.' },
}
