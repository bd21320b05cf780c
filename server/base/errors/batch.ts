/** What can be wrong with a batch (contract data.md §6). Rows: code → [status, sentence, is it the contract's own?]. */
export const batchErrors = {
  batch_disabled: [403, 'Batch requests are switched off in the settings.', 'contract'],
  batch_action_unknown: [400, '"{action}" cannot be part of a batch.', 'contract'],
  batch_failed: [400, 'A request of the batch failed, so nothing of it was kept; see "data".', 'contract'],
} as const
