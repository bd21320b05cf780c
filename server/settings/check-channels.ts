import { problem, type Problem, type ProblemTree, required } from '../base/problem.ts'
import type { Catalog } from '../collections/collection.ts'
import type { SqlDialect } from '../storage/dialect.ts'
import type { ChannelSetting } from './channel-setting.ts'
import { checkChannelRule } from './check-channel-rule.ts'

const MAX_CHANNELS = 200
const MAX_PATTERN = 200
/** What a name of a channel is made of, and a `*` at most once. */
const PATTERN = /^[^\s\p{C}*]*\*?[^\s\p{C}*]*$/u

/** What is wrong with the patterns of channels, by their place; empty when all is well. */
export function checkPatterns(channels: readonly ChannelSetting[]): ProblemTree | Problem {
  if (channels.length > MAX_CHANNELS)
    return problem('validation_length_too_long', `Use at most ${MAX_CHANNELS} patterns.`, {
      min: 0,
      max: MAX_CHANNELS,
    })
  return byPlace(channels, ({ pattern }, at) => {
    const fault = checkPattern(pattern) ?? checkDouble(pattern, channels.slice(0, at))
    return fault ? { pattern: fault } : {}
  })
}

/**
 * What is wrong with the rules of channels, by their place; `params` says from where to where in the text.
 *
 * @example checkChannelRules(channels, catalog, storage.sql) // { 0: { join: { code: 'validation_invalid_rule', params: { from: 0, to: 9 }, … } } }
 */
export function checkChannelRules(
  channels: readonly ChannelSetting[],
  catalog: Catalog,
  sql: SqlDialect,
): ProblemTree {
  return byPlace(channels, ({ join, send }) => {
    const faults: ProblemTree = {}
    const [noJoin, noSend] = [join, send].map((rule) => checkChannelRule(rule, catalog, sql))
    if (noJoin) faults['join'] = noJoin
    if (noSend) faults['send'] = noSend
    return faults
  })
}

function byPlace(
  channels: readonly ChannelSetting[],
  check: (channel: ChannelSetting, at: number) => ProblemTree,
): ProblemTree {
  const found = channels.map((channel, at) => [String(at), check(channel, at)] as const)
  return Object.fromEntries(found.filter(([, faults]) => Object.keys(faults).length > 0))
}

function checkPattern(pattern: string): Problem | undefined {
  if (pattern === '') return required
  if (Buffer.byteLength(pattern) > MAX_PATTERN)
    return problem('validation_length_out_of_range', `Use 1 to ${MAX_PATTERN} bytes.`, {
      min: 1,
      max: MAX_PATTERN,
    })
  if (PATTERN.test(pattern)) return undefined
  return problem('validation_match_invalid', 'Use no spaces, and * at most once.')
}

/** Only the first one would ever count. */
function checkDouble(pattern: string, earlier: readonly ChannelSetting[]): Problem | undefined {
  if (!earlier.some((other) => other.pattern === pattern)) return undefined
  return problem('validation_not_unique', 'There is this pattern above already.')
}
