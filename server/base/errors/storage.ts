/** What the storage floor has to say. Rows: code → [status, sentence, is it the contract's own?]. */
export const storageErrors = {
  storage_busy: [503, 'The database is busy; try again in a moment.', 'ours'],
  storage_full: [507, 'The disk is full: nothing was written. Free space and try again.', 'ours'],
  storage_broken: [503, 'The database could not be read or written; the operator has to look at it.', 'ours'],
  transaction_expired: [400, 'The transaction took longer than {ms} ms and was undone.', 'ours'],
  query_expired: [400, 'The query took longer than {ms} ms and was stopped.', 'ours'],
  query_too_large: [400, 'The answer would be larger than {limit} bytes; ask for less.', 'ours'],
  query_queue_full: [503, 'Too many costly queries at once; try again in a moment.', 'ours'],
} as const
