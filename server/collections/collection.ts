import type { Field } from '../fields/field-type.ts'

export type CollectionType = 'base' | 'auth' | 'view'

/** The names of the five rules that every collection has. */
export const ruleNames = ['listRule', 'viewRule', 'createRule', 'updateRule', 'deleteRule'] as const
export type RuleName = (typeof ruleNames)[number]

/** The definition of a collection, as `_collections` keeps it: immutable, one object a version. */
export interface Collection extends Readonly<Record<RuleName, string | null>> {
  readonly id: string
  readonly name: string
  readonly type: CollectionType
  readonly system: boolean
  readonly fields: readonly Field[]
  /** `CREATE INDEX` statements, rebuilt by us, never the client's text. */
  readonly indexes: readonly string[]
  /** Formatted times. */
  readonly created: string
  readonly updated: string
  /** The options of an auth collection. */
  readonly auth?: AuthOptions
  /** Absent where changes are forgotten with the rest of the log. */
  readonly history?: HistoryOptions
  /** The SELECT of a view. */
  readonly viewQuery?: string
}

/** The changes of a collection's records are kept for good (architecture.md, *Beyond the contract*). */
export interface HistoryOptions {
  /** Who may read them, of those who may view the record: null for superusers only. */
  readonly rule: string | null
}

export interface TokenOptions {
  /** Write-only: part of the key that signs this type of token. */
  readonly secret: string
  /** Seconds. */
  readonly duration: number
}

export interface MailTemplate {
  readonly subject: string
  readonly body: string
}

export interface OAuth2Provider {
  readonly name: string
  readonly pkce: boolean | null
  readonly clientId: string
  /** Write-only. */
  readonly clientSecret: string
  readonly authURL: string
  readonly tokenURL: string
  readonly userInfoURL: string
  readonly displayName: string
  readonly extra: Readonly<Record<string, unknown>> | null
}

/** What only we have: the key `dapur` of an auth collection (architecture.md, *Beyond the contract*). */
export interface DapurOptions {
  readonly passkey: {
    readonly enabled: boolean
    /** Has the authenticator to see a finger, a face or a PIN? */
    readonly verifyUser: boolean
    /** Where passkeys may be used beside the address of the app. */
    readonly origins: readonly string[]
  }
  readonly totp: { readonly enabled: boolean }
  readonly anonymous: { readonly enabled: boolean }
  readonly apiKeys: { readonly enabled: boolean }
  readonly sessions: {
    readonly enabled: boolean
    /** Short access tokens, and a refresh token that is good for one use? */
    readonly refreshTokens: boolean
    /** Seconds; both count only with refresh tokens. */
    readonly accessDuration: number
    readonly refreshDuration: number
  }
}

/** What an auth collection has beyond a base one (contract data.md §2.1). */
export interface AuthOptions {
  readonly authRule: string | null
  readonly manageRule: string | null
  readonly authAlert: { readonly enabled: boolean; readonly emailTemplate: MailTemplate }
  readonly oauth2: {
    readonly enabled: boolean
    readonly providers: readonly OAuth2Provider[]
    readonly mappedFields: {
      readonly id: string
      readonly name: string
      readonly username: string
      readonly avatarURL: string
    }
  }
  readonly passwordAuth: { readonly enabled: boolean; readonly identityFields: readonly string[] }
  readonly mfa: { readonly enabled: boolean; readonly duration: number; readonly rule: string }
  readonly otp: {
    readonly enabled: boolean
    readonly duration: number
    readonly length: number
    readonly emailTemplate: MailTemplate
  }
  readonly authToken: TokenOptions
  readonly passwordResetToken: TokenOptions
  readonly emailChangeToken: TokenOptions
  readonly verificationToken: TokenOptions
  readonly fileToken: TokenOptions
  readonly verificationTemplate: MailTemplate
  readonly resetPasswordTemplate: MailTemplate
  readonly confirmEmailChangeTemplate: MailTemplate
  /** Absent while all of it is off. */
  readonly dapur?: DapurOptions
}

/** All collections at one moment. A change of any of them makes a new catalog with new objects for all. */
export interface Catalog {
  readonly version: number
  readonly all: readonly Collection[]
  /** By id (exact) or by name (letter case ignored). */
  find(nameOrId: string): Collection | undefined
  byId(id: string): Collection | undefined
}

/** The catalog of now. Read it once at the head of a request and stay with it. */
export interface CatalogHolder {
  readonly current: Catalog
}

export const SUPERUSERS = '_superusers'
