import type { ChannelJson } from '@dapur/sdk'

/** What a new pattern begins as: closed, until somebody says who may. */
export const newChannel: ChannelJson = { pattern: '', join: null, send: null }

/**
 * The channels in a value of the settings; what is none counts as none.
 *
 * @example channelsIn([{ pattern: 'lobby', join: '' }]) // [{ pattern: 'lobby', join: '', send: null }]
 */
export function channelsIn(value: unknown): ChannelJson[] {
  if (!Array.isArray(value)) return []
  return value.map((item: unknown) => {
    const channel: Readonly<Record<string, unknown>> = { ...(typeof item === 'object' ? item : {}) }
    const pattern = typeof channel['pattern'] === 'string' ? channel['pattern'] : ''
    return { pattern, join: ruleIn(channel['join']), send: ruleIn(channel['send']) }
  })
}

/**
 * The channels as they are saved. A rule that has no text yet lets nobody in; sent empty, it would let everyone in.
 *
 * @example channelsToSend([{ pattern: 'lobby ', join: '', send: ' ' }]) // [{ pattern: 'lobby', join: '', send: null }]
 */
export function channelsToSend(channels: readonly ChannelJson[]): ChannelJson[] {
  const written = (rule: string | null): string | null => (rule !== '' && rule?.trim() === '' ? null : rule)
  return channels.map(({ pattern, join, send }) => ({
    pattern: pattern.trim(),
    join: written(join),
    send: written(send),
  }))
}

function ruleIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
