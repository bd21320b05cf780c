/** What can be wrong with a channel. Rows: code → [status, sentence with holes, is it the contract's own?]. */
export const channelErrors = {
  channel_closed: [403, 'This channel is not open to you.', 'ours'],
  channel_full: [429, 'This channel has {max} members, and may have no more.', 'ours'],
  channel_not_joined: [400, 'Join the channel first.', 'ours'],
  channel_send_refused: [403, 'You may listen on this channel, but not send.', 'ours'],
} as const
