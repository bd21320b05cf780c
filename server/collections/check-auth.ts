import { problem, required, type Problem, type ProblemTree } from '../base/problem.ts'
import { checkRule, type RuleCheck } from './check-rules.ts'
import type { AuthOptions, Collection, MailTemplate, OAuth2Provider, TokenOptions } from './collection.ts'
import { checkDapurOptions, dapurOptions } from './dapur-options.ts'
import { readUniqueIndexes } from './indexes.ts'
import { oauthProviderNames } from './oauth-provider-names.ts'

const DAY = 86_400
const THREE_YEARS = 94_670_856

const tokens = [
  'authToken',
  'passwordResetToken',
  'emailChangeToken',
  'verificationToken',
  'fileToken',
] as const
const templates = ['verificationTemplate', 'resetPasswordTemplate', 'confirmEmailChangeTemplate'] as const

/** What is wrong with the options of an auth collection, by option (contract data.md §2.4, services.md §2.0). */
export function checkAuth(next: Collection, auth: AuthOptions, rules: RuleCheck): ProblemTree {
  return prune({
    authRule: checkRule(auth.authRule, rules),
    manageRule: checkManageRule(auth, rules),
    authAlert: prune({ emailTemplate: checkTemplate(auth.authAlert.emailTemplate) }),
    oauth2: checkOAuth2(auth.oauth2),
    passwordAuth: prune({ identityFields: checkIdentityFields(next, auth.passwordAuth) }),
    mfa: checkMfa(auth, rules),
    otp: checkOtp(auth.otp),
    ...Object.fromEntries(tokens.map((name) => [name, checkToken(auth[name])])),
    ...Object.fromEntries(templates.map((name) => [name, checkTemplate(auth[name])])),
    dapur: checkDapurOptions(next, auth),
  })
}

type Faults = Readonly<Record<string, Problem | ProblemTree | undefined>>

function prune(faults: Faults): ProblemTree {
  const problems: ProblemTree = {}
  for (const [key, fault] of Object.entries(faults)) {
    if (fault && Object.keys(fault).length > 0) problems[key] = fault
  }
  return problems
}

function checkManageRule(auth: AuthOptions, rules: RuleCheck): Problem | undefined {
  if (auth.manageRule !== '') return checkRule(auth.manageRule, rules)
  return problem(
    'validation_nil_or_not_empty_required',
    'Write a rule, or null for superusers only: an empty rule would let everyone manage everyone.',
  )
}

function checkToken(token: TokenOptions): ProblemTree {
  return prune({
    secret: token.secret === '' ? required : checkSecret(token.secret),
    duration: checkRange(token.duration, 10, THREE_YEARS),
  })
}

function checkSecret(secret: string): Problem | undefined {
  if (secret.length >= 30 && secret.length <= 255) return undefined
  return problem('validation_length_out_of_range', 'Use 30 to 255 characters.', { min: 30, max: 255 })
}

function checkTemplate(template: MailTemplate): ProblemTree {
  return prune({
    subject: template.subject === '' ? required : undefined,
    body: template.body === '' ? required : undefined,
  })
}

function checkRange(value: number, min: number, max: number): Problem | undefined {
  if (value === 0) return required
  if (value < min) return tooSmall(min)
  if (value <= max) return undefined
  return problem('validation_max_less_equal_than_required', `Use at most ${max}.`, { threshold: max })
}

function tooSmall(min: number): Problem {
  return problem('validation_min_greater_equal_than_required', `Use at least ${min}.`, { threshold: min })
}

function checkIdentityFields(next: Collection, options: AuthOptions['passwordAuth']): Problem | undefined {
  if (!options.enabled) return undefined
  if (options.identityFields.length === 0) return required
  const unique = readUniqueIndexes(next.indexes)
  for (const fieldName of options.identityFields) {
    if (!next.fields.some((field) => field.name === fieldName)) {
      return problem('validation_missing_field', `There is no field "${fieldName}".`, { fieldName })
    }
    if (!unique.has(fieldName.toLowerCase())) {
      const message = `The field "${fieldName}" needs a unique index of its own to sign in with.`
      return problem('validation_missing_unique_constraint', message, { fieldName })
    }
  }
  return undefined
}

function checkMfa(auth: AuthOptions, rules: RuleCheck): ProblemTree {
  if (!auth.mfa.enabled) return {}
  const { passkey, totp } = dapurOptions(auth)
  const methods = [auth.passwordAuth, auth.oauth2, auth.otp, passkey, totp].filter((method) => method.enabled)
  const tooFew = problem('validation_mfa_not_enough_auths', 'Switch on at least two ways to sign in first.')
  return prune({
    enabled: methods.length < 2 ? tooFew : undefined,
    duration: checkRange(auth.mfa.duration, 10, DAY),
    rule: checkRule(auth.mfa.rule, rules),
  })
}

function checkOtp(otp: AuthOptions['otp']): ProblemTree {
  const shortest = 4
  return prune({
    duration: otp.enabled ? checkRange(otp.duration, 10, DAY) : undefined,
    length: otp.enabled ? checkRange(otp.length, shortest, Infinity) : undefined,
    emailTemplate: checkTemplate(otp.emailTemplate),
  })
}

function checkOAuth2(oauth2: AuthOptions['oauth2']): ProblemTree {
  if (!oauth2.enabled) return {}
  const names = oauth2.providers.map((provider) => provider.name)
  const providers = oauth2.providers.map((provider, i) => [
    i,
    checkProvider(provider, names.indexOf(provider.name) < i),
  ])
  return prune({ providers: prune(Object.fromEntries(providers)) })
}

function checkProvider(provider: OAuth2Provider, isRepeated: boolean): ProblemTree {
  return prune({
    name: checkProviderName(provider.name, isRepeated),
    clientId: provider.clientId === '' ? required : undefined,
    clientSecret: provider.clientSecret === '' ? required : undefined,
    authURL: checkUrl(provider.authURL),
    tokenURL: checkUrl(provider.tokenURL),
    userInfoURL: checkUrl(provider.userInfoURL),
  })
}

function checkProviderName(name: string, isRepeated: boolean): Problem | undefined {
  if (name === '') return required
  if (isRepeated)
    return problem('validation_duplicated_provider', 'This provider is in the list already.', { name })
  if (oauthProviderNames.has(name)) return undefined
  return problem('validation_missing_provider', `There is no provider "${name}".`, { name })
}

function checkUrl(url: string): Problem | undefined {
  if (url === '' || (/^https?:\/\//i.test(url) && URL.canParse(url))) return undefined
  return problem('validation_is_url', 'Write a whole address, such as https://example.com/authorize.')
}
