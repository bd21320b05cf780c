import { problem, type Problem, type ProblemTree } from '../base/problem.ts'
import { type AuthOptions, type Collection, type DapurOptions, SUPERUSERS } from './collection.ts'
import type { Submitted } from './submitted.ts'

const MINUTE = 60
const DAY = 86_400
const YEAR = 365 * DAY

/** Nothing of ours is on: a collection then answers exactly what the contract says. */
const allOff: DapurOptions = {
  passkey: { enabled: false, verifyUser: true, origins: [] },
  totp: { enabled: false },
  anonymous: { enabled: false },
  apiKeys: { enabled: false },
  sessions: { enabled: false, refreshTokens: false, accessDuration: 15 * MINUTE, refreshDuration: 30 * DAY },
}

/**
 * Our own options of an auth collection; those that nobody has set are off.
 *
 * @example if (dapurOptions(collection.auth).passkey.enabled) …
 */
export function dapurOptions(auth: AuthOptions): DapurOptions {
  return auth.dapur ?? allOff
}

/**
 * Read the key `dapur` over what is there: absent keys stay (architecture.md, *Beyond the contract*). Undefined while
 * everything is as it comes: then the key is neither stored nor shown.
 *
 * Errors: `body_malformed` 400 for a value of another JSON type.
 */
export function mergeDapurOptions(
  kept: DapurOptions | undefined,
  input: Submitted,
): DapurOptions | undefined {
  const { passkey, totp, anonymous, apiKeys, sessions } = kept ?? allOff
  const [key, session] = [input.object('passkey'), input.object('sessions')]
  const merged: DapurOptions = {
    passkey: {
      enabled: key.flag('enabled', passkey.enabled),
      verifyUser: key.flag('verifyUser', passkey.verifyUser),
      origins: key.texts('origins', passkey.origins),
    },
    totp: { enabled: input.object('totp').flag('enabled', totp.enabled) },
    anonymous: { enabled: input.object('anonymous').flag('enabled', anonymous.enabled) },
    apiKeys: { enabled: input.object('apiKeys').flag('enabled', apiKeys.enabled) },
    sessions: {
      enabled: session.flag('enabled', sessions.enabled),
      refreshTokens: session.flag('refreshTokens', sessions.refreshTokens),
      accessDuration: session.whole('accessDuration', sessions.accessDuration),
      refreshDuration: session.whole('refreshDuration', sessions.refreshDuration),
    },
  }
  return JSON.stringify(merged) === JSON.stringify(allOff) ? undefined : merged
}

/** What is wrong with our own options, by key. */
export function checkDapurOptions({ name }: Collection, auth: AuthOptions): ProblemTree {
  const { passkey, anonymous, sessions } = dapurOptions(auth)
  return prune({
    passkey: prune({ origins: prune(Object.fromEntries(passkey.origins.map(checkOrigin))) }),
    anonymous: prune({ enabled: anonymous.enabled ? checkAnonymous(name, auth) : undefined }),
    sessions: prune({
      accessDuration: checkRange(sessions.accessDuration, MINUTE, DAY),
      refreshDuration: checkRange(sessions.refreshDuration, sessions.accessDuration, YEAR),
    }),
  })
}

function prune(faults: Readonly<Record<string, Problem | ProblemTree | undefined>>): ProblemTree {
  const problems: ProblemTree = {}
  for (const [key, fault] of Object.entries(faults)) {
    if (fault && Object.keys(fault).length > 0) problems[key] = fault
  }
  return problems
}

/** A web origin, letter for letter as browsers send it, or that of an Android app. */
function checkOrigin(origin: string, place: number): [string, Problem | undefined] {
  const isApp = /^android:apk-key-hash:[\w-]+$/.test(origin)
  const isWeb = /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin
  const wrong = problem('validation_invalid_origin', 'Write an origin, such as https://app.example.com.')
  return [String(place), isApp || isWeb ? undefined : wrong]
}

function checkAnonymous(name: string, { mfa }: AuthOptions): Problem | undefined {
  if (name === SUPERUSERS)
    return problem('validation_anonymous_superusers', 'A superuser is never anonymous.')
  if (!mfa.enabled || mfa.rule !== '') return undefined
  return problem(
    'validation_anonymous_mfa',
    'Anonymous accounts have no second factor: write an MFA rule that leaves them out.',
  )
}

function checkRange(value: number, min: number, max: number): Problem | undefined {
  if (value < min)
    return problem('validation_min_greater_equal_than_required', `Use at least ${min}.`, { threshold: min })
  if (value <= max) return undefined
  return problem('validation_max_less_equal_than_required', `Use at most ${max}.`, { threshold: max })
}
