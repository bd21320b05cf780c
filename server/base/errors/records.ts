/** What can be wrong around collections and records. Rows: code → [status, sentence, is it the contract's own?]. */
export const recordErrors = {
  collection_not_found: [404, 'There is no collection "{name}".', 'contract'],
  record_not_found: [404, 'There is no such record here, or it is not yours to see.', 'contract'],
  history_not_kept: [404, '"{collection}" keeps no history of its records.', 'ours'],
  version_not_found: [404, 'The history of this record has no version {seq}.', 'ours'],
  rule_closed: [403, 'Only superusers can do this.', 'contract'],
  rule_refused: [
    400,
    'The record could not be created: the create rule of "{collection}" does not allow it.',
    'contract',
  ],
  filter_broken: [400, 'The filter or the sort cannot be used: {why}', 'contract'],
  filter_forbidden: [403, 'A filter or a sort of a client cannot use @collection or @request.', 'contract'],
  cursor_broken: [400, 'The cursor cannot be used: {why}.', 'ours'],
  view_read_only: [400, 'A view collection can only be read.', 'contract'],
  collection_referenced: [400, 'The collection is used by {what}; change that first.', 'contract'],
  collection_protected: [400, 'A system collection cannot be deleted or emptied.', 'contract'],
  cascade_refused: [400, 'The record is required by a record of "{collection}".', 'contract'],
  expand_too_large: [
    400,
    'The expand would show more than {limit} records; ask for fewer records at once.',
    'ours',
  ],
  import_unreadable: [400, 'The file cannot be read at record {row}: {why}.', 'ours'],
  import_refused: [
    400,
    'Nothing was imported: {failed} of the records cannot be written. Mend them and import again.',
    'ours',
  ],
  superuser_last: [400, 'The last superuser cannot be deleted.', 'contract'],
  database_refused: [400, 'The database refused this. Raw error:\n{why}', 'contract'],
} as const
