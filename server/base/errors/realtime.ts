/** What can be wrong with a stream of events. Rows: code → [status, sentence, is it the contract's own?]. */
export const realtimeErrors = {
  listener_unknown: [404, 'There is no stream with this client id; it may have ended.', 'contract'],
  live_full: [429, 'Live queries hold as much as this server has room for; ask for less, or later.', 'ours'],
} as const
