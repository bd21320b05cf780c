import { randomString } from '../base/id.ts'
import type { AuthOptions, MailTemplate, OAuth2Provider, TokenOptions } from './collection.ts'
import { mergeDapurOptions } from './dapur-options.ts'
import { mailTemplates } from './templates.ts'
import { readSubmitted, type Submitted } from './submitted.ts'

const SECRET_LENGTH = 50
const DAY = 86_400

/** The options of a new auth collection, with secrets of its own (contract services.md §2.0). */
export function newAuthOptions(): AuthOptions {
  return {
    authRule: '',
    manageRule: null,
    authAlert: { enabled: true, emailTemplate: mailTemplates.authAlert },
    oauth2: {
      providers: [],
      mappedFields: { id: '', name: '', username: '', avatarURL: '' },
      enabled: false,
    },
    passwordAuth: { enabled: true, identityFields: ['email'] },
    mfa: { enabled: false, duration: 600, rule: '' },
    otp: { enabled: false, duration: 180, length: 8, emailTemplate: mailTemplates.otp },
    authToken: newToken(5 * DAY),
    passwordResetToken: newToken(1800),
    emailChangeToken: newToken(1800),
    verificationToken: newToken(DAY),
    fileToken: newToken(180),
    verificationTemplate: mailTemplates.verification,
    resetPasswordTemplate: mailTemplates.resetPassword,
    confirmEmailChangeTemplate: mailTemplates.confirmEmailChange,
  }
}

/** A new part of the key that signs a type of token: 50 random letters and digits. */
export function newTokenSecret(): string {
  return randomString(SECRET_LENGTH)
}

/**
 * Read submitted auth options over those that are there: absent keys stay, secrets too, lists replace
 * (contract data.md §2.1, §2.7). Also reads what `_collections.options` keeps.
 * Errors: `body_malformed` 400 for a value of another JSON type.
 */
export function mergeAuthOptions(kept: AuthOptions, input: Submitted): AuthOptions {
  const dapur = mergeDapurOptions(kept.dapur, input.object('dapur'))
  return {
    authRule: input.rule('authRule', kept.authRule),
    manageRule: input.rule('manageRule', kept.manageRule),
    authAlert: mergeAlert(kept.authAlert, input.object('authAlert')),
    oauth2: mergeOAuth2(kept.oauth2, input.object('oauth2')),
    passwordAuth: mergePasswordAuth(kept.passwordAuth, input.object('passwordAuth')),
    mfa: mergeMfa(kept.mfa, input.object('mfa')),
    otp: mergeOtp(kept.otp, input.object('otp')),
    authToken: mergeToken(kept.authToken, input.object('authToken')),
    passwordResetToken: mergeToken(kept.passwordResetToken, input.object('passwordResetToken')),
    emailChangeToken: mergeToken(kept.emailChangeToken, input.object('emailChangeToken')),
    verificationToken: mergeToken(kept.verificationToken, input.object('verificationToken')),
    fileToken: mergeToken(kept.fileToken, input.object('fileToken')),
    verificationTemplate: mergeTemplate(kept.verificationTemplate, input.object('verificationTemplate')),
    resetPasswordTemplate: mergeTemplate(kept.resetPasswordTemplate, input.object('resetPasswordTemplate')),
    confirmEmailChangeTemplate: mergeTemplate(
      kept.confirmEmailChangeTemplate,
      input.object('confirmEmailChangeTemplate'),
    ),
    ...(dapur && { dapur }),
  }
}

function newToken(duration: number): TokenOptions {
  return { secret: newTokenSecret(), duration }
}

function mergeToken(kept: TokenOptions, input: Submitted): TokenOptions {
  return { secret: input.text('secret', kept.secret), duration: input.whole('duration', kept.duration) }
}

function mergeTemplate(kept: MailTemplate, input: Submitted): MailTemplate {
  return { subject: input.text('subject', kept.subject), body: input.text('body', kept.body) }
}

function mergeAlert(kept: AuthOptions['authAlert'], input: Submitted): AuthOptions['authAlert'] {
  return {
    enabled: input.flag('enabled', kept.enabled),
    emailTemplate: mergeTemplate(kept.emailTemplate, input.object('emailTemplate')),
  }
}

function mergePasswordAuth(kept: AuthOptions['passwordAuth'], input: Submitted): AuthOptions['passwordAuth'] {
  return {
    enabled: input.flag('enabled', kept.enabled),
    identityFields: input.texts('identityFields', kept.identityFields),
  }
}

function mergeMfa(kept: AuthOptions['mfa'], input: Submitted): AuthOptions['mfa'] {
  return {
    enabled: input.flag('enabled', kept.enabled),
    duration: input.whole('duration', kept.duration),
    rule: input.text('rule', kept.rule),
  }
}

function mergeOtp(kept: AuthOptions['otp'], input: Submitted): AuthOptions['otp'] {
  return {
    enabled: input.flag('enabled', kept.enabled),
    duration: input.whole('duration', kept.duration),
    length: input.whole('length', kept.length),
    emailTemplate: mergeTemplate(kept.emailTemplate, input.object('emailTemplate')),
  }
}

function mergeOAuth2(kept: AuthOptions['oauth2'], input: Submitted): AuthOptions['oauth2'] {
  const mapped = input.object('mappedFields')
  const old = kept.mappedFields
  return {
    providers:
      input
        .list('providers')
        ?.map((item, i) => mergeProvider(kept.providers, readSubmitted(item, `oauth2.providers.${i}`), i)) ??
      kept.providers,
    mappedFields: {
      id: mapped.text('id', old.id),
      name: mapped.text('name', old.name),
      username: mapped.text('username', old.username),
      avatarURL: mapped.text('avatarURL', old.avatarURL),
    },
    enabled: input.flag('enabled', kept.enabled),
  }
}

// The list replaces, but answers never show secrets: whoever sends back what was read must not lose them.
function mergeProvider(kept: readonly OAuth2Provider[], input: Submitted, place: number): OAuth2Provider {
  const name = input.text('name', '')
  const secretOf = kept.find((provider) => provider.name === name) ?? kept[place]
  return {
    pkce: input.maybeFlag('pkce', null),
    name,
    clientId: input.text('clientId', ''),
    clientSecret: input.text('clientSecret', secretOf?.clientSecret ?? ''),
    authURL: input.text('authURL', ''),
    tokenURL: input.text('tokenURL', ''),
    userInfoURL: input.text('userInfoURL', ''),
    displayName: input.text('displayName', ''),
    extra: input.maybeObject('extra', null),
  }
}
