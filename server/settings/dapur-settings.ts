import { z } from 'zod'
import type { ChannelSetting } from './channel-setting.ts'
import { checkPatterns } from './check-channels.ts'
import { problem, type Problem, type ProblemTree, required } from '../base/problem.ts'
import { checkWebhooks } from './check-webhooks.ts'
import { webhookSchema, type WebhookSetting, webhookToJson } from './webhook-setting.ts'

/** The settings that the contract does not know, under their one key `dapur` (architecture.md, *Beyond the contract*). */
export interface DapurSettings {
  readonly channels: readonly ChannelSetting[]
  readonly realtime: {
    /** How long the change log is kept, whichever comes first: for clients that resume after a cut. */
    readonly keepHours: number
    readonly keepChanges: number
    /** Live queries and channels of one socket, and members of one channel. */
    readonly maxLive: number
    readonly maxChannels: number
    readonly maxMembers: number
    /** Sockets and event streams of one address. */
    readonly maxPerAddress: number
  }
  readonly webhooks: readonly WebhookSetting[]
  readonly metrics: {
    /** May `key` read the metrics? Superusers always may. */
    readonly enabled: boolean
    /** Write-only. */
    readonly key: string
  }
}

/** A fresh installation has nothing of ours switched on. */
export const defaultDapurSettings: DapurSettings = {
  channels: [],
  realtime: {
    keepHours: 24,
    keepChanges: 1_000_000,
    maxLive: 100,
    maxChannels: 100,
    maxMembers: 1000,
    maxPerAddress: 10_000,
  },
  webhooks: [],
  metrics: { enabled: false, key: '' },
}

/** The JSON types of our own settings. */
export const dapurSettingsSchema: z.ZodType<DapurSettings> = z.object({
  channels: z.array(
    z.object({
      pattern: z.string().default(''),
      join: z.string().nullable().default(null),
      send: z.string().nullable().default(null),
    }),
  ),
  realtime: z.object({
    keepHours: z.number(),
    keepChanges: z.number(),
    maxLive: z.int(),
    maxChannels: z.int(),
    maxMembers: z.int(),
    maxPerAddress: z.int(),
  }),
  webhooks: z.array(webhookSchema),
  metrics: z.object({ enabled: z.boolean(), key: z.string() }),
})

/**
 * As superusers see them: without secrets, and without what is as it comes; undefined when nothing is left. `fixed`
 * names the settings that the process was started with, by path; `made` has the secrets of webhooks that are shown now.
 */
export function dapurSettingsToJson(
  { channels, realtime, webhooks, metrics }: DapurSettings,
  fixed: ReadonlyMap<string, string>,
  made: ReadonlyMap<string, string>,
): object | undefined {
  const shown = {
    ...(channels.length > 0 ? { channels } : {}),
    ...(isUsual(realtime) ? {} : { realtime }),
    ...(webhooks.length > 0 ? { webhooks: webhooks.map((webhook) => webhookToJson(webhook, made)) } : {}),
    ...(metrics.enabled ? { metrics: { enabled: true } } : {}),
    ...(fixed.size > 0 ? { fixed: Object.fromEntries(fixed) } : {}),
  }
  return Object.keys(shown).length > 0 ? shown : undefined
}

/** What is wrong with our own settings, by key; empty when all is well. */
export function checkDapurSettings({ channels, realtime, webhooks, metrics }: DapurSettings): ProblemTree {
  const [patterns, kept, key] = [checkPatterns(channels), checkRealtime(realtime), checkKey(metrics)]
  const hooked = checkWebhooks(webhooks)
  return {
    ...(Object.keys(patterns).length > 0 ? { channels: patterns } : {}),
    ...(Object.keys(kept).length > 0 ? { realtime: kept } : {}),
    ...(Object.keys(hooked).length > 0 ? { webhooks: hooked } : {}),
    ...(key ? { metrics: { key } } : {}),
  }
}

function isUsual(realtime: DapurSettings['realtime']): boolean {
  const usual = Object.entries(defaultDapurSettings.realtime)
  const set = new Map(Object.entries(realtime))
  return usual.every(([key, value]) => set.get(key) === value)
}

/** The most of each: a year, what the disk of a small machine holds, and what one loop still serves. */
const most: DapurSettings['realtime'] = {
  keepHours: 8784,
  keepChanges: 100_000_000,
  maxLive: 1000,
  maxChannels: 1000,
  maxMembers: 10_000,
  maxPerAddress: 1_000_000,
}

function checkRealtime(realtime: DapurSettings['realtime']): ProblemTree {
  const limits = new Map(Object.entries(most))
  return Object.fromEntries(
    Object.entries(realtime).flatMap(([key, value]) => {
      const fault = checkCount(value, limits.get(key) ?? 0)
      return fault ? [[key, fault]] : []
    }),
  )
}

function checkCount(value: number, max: number): Problem | undefined {
  if (Number.isInteger(value) && value >= 1 && value <= max) return undefined
  return problem('validation_out_of_range', `Use a whole number from 1 to ${max}.`, { min: 1, max })
}

/** A key that is guessed is no key: this many characters of letters and digits hold more than 128 bits. */
const SHORTEST_KEY = 24

function checkKey({ enabled, key }: DapurSettings['metrics']): Problem | undefined {
  if (key === '') return enabled ? required : undefined
  if (!/^[\w.~+/=-]+$/.test(key))
    return problem('validation_match_invalid', 'Use letters, digits and ._~+/=- only.')
  if (key.length >= SHORTEST_KEY) return undefined
  return problem('validation_min_text_constraint', `Use at least ${SHORTEST_KEY} characters.`, {
    min: SHORTEST_KEY,
  })
}
