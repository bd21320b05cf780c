/** What can be wrong with backups (contract services.md §6.2). Rows: code → [status, sentence, is it the contract's own?]. */
export const backupErrors = {
  backup_busy: [400, 'Another backup or restore is running; try again when it is done.', 'contract'],
  backup_failed: [400, 'The backup could not be made. Raw error:\n{why}', 'contract'],
  backup_missing: [400, 'There is no backup "{key}". Raw error:\nnot found', 'contract'],
  backup_not_found: [404, 'There is no such backup.', 'contract'],
  backup_used: [
    400,
    'The backup "{key}" is being made or restored; try again when that is done.',
    'contract',
  ],
  house_restoring: [503, 'A backup is being restored; try again in a moment.', 'ours'],
} as const
