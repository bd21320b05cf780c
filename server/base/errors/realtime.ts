/** What can be wrong with a stream of events. Rows: code → [status, sentence, is it the contract's own?]. */
export const realtimeErrors = {
  listener_unknown: [404, 'There is no stream with this client id; it may have ended.', 'contract'],
} as const
