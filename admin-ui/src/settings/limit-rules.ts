import type { SettingsJson } from '@dapur/sdk'

type StoredRule = SettingsJson['rateLimits']['rules'][number]

/** A rule while it is written: a number that is not there yet is null. */
export interface LimitRule {
  label: string
  audience: StoredRule['audience']
  maxRequests: number | null
  /** Seconds. */
  duration: number | null
}

const audiences: readonly StoredRule['audience'][] = ['', '@guest', '@auth']

/** What a new rule begins as. */
export const newRule: LimitRule = { label: '', audience: '', maxRequests: null, duration: null }

/** Labels that a rule can have for every collection (contract services.md §7.1), and prefixes of paths. */
export const knownLabels: readonly string[] = [
  ...'list view create update delete file listAuthMethods authRefresh auth authWithPassword authWithOAuth2'.split(
    ' ',
  ),
  ...'requestOTP authWithOTP requestPasswordReset confirmPasswordReset requestVerification'.split(' '),
  ...'confirmVerification requestEmailChange confirmEmailChange'.split(' '),
]
  .map((action) => `*:${action}`)
  .concat('/api/', '/api/batch', '/api/realtime')

/**
 * The rules in a value of the settings; what is none counts as none.
 *
 * @example limitRulesIn([{ label: '*:auth', audience: '', maxRequests: 2, duration: 3 }])
 */
export function limitRulesIn(value: unknown): LimitRule[] {
  if (!Array.isArray(value)) return []
  return value.map((item: unknown) => {
    const rule: Readonly<Record<string, unknown>> = { ...(typeof item === 'object' ? item : {}) }
    return {
      label: typeof rule['label'] === 'string' ? rule['label'] : '',
      audience: audiences.find((known) => known === rule['audience']) ?? '',
      maxRequests: numberOf(rule['maxRequests']),
      duration: numberOf(rule['duration']),
    }
  })
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
