/** What an owner's own code makes of a request. Rows: code → [status, sentence, is it the contract's own?]. */
export const hookErrors = {
  hook_rejected: [400, '{message}', 'contract'],
  hook_expired: [503, 'Code of this app took longer than {ms} ms; {outcome}.', 'ours'],
} as const
