/** The shapes that travel between Dapur and its clients. Types only; this file imports nothing. */

/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What is wrong with one submitted value (contract data.md §1.5). */
export interface Problem {
  code: string
  message: string
  params?: Record<string, unknown>
}

/** Problems by path: `{ fields: { '2': { name: Problem } } }`. */
export interface ProblemTree {
  [key: string]: Problem | ProblemTree
}

/** The body of every error. `code` is there only for errors that the contract does not know. */
export interface ErrorBody {
  status: number
  message: string
  data: ProblemTree
  code?: string
}

/** A record as it is sent: its visible fields and the three keys that every record has. */
export interface RecordJson {
  id: string
  collectionId: string
  collectionName: string
  expand?: Record<string, RecordJson | RecordJson[]>
  [field: string]: unknown
}

/** A page of anything (contract data.md §1.8). Totals are −1 when they were not counted. */
export interface ListResult<T> {
  page: number
  perPage: number
  totalItems: number
  totalPages: number
  items: T[]
}

/** What every successful sign-in answers (contract services.md §2.0.1). */
export interface AuthResult<T = RecordJson> {
  token: string
  record: T
  meta?: Record<string, unknown>
  /** Where the collection keeps sessions; the refresh token is good once. */
  dapur?: { session: string; refreshToken?: string; refreshExpires?: string }
}

/** How one can sign in to a collection (contract services.md §2.1). `duration` is in seconds. */
export interface AuthMethodsJson {
  password: { enabled: boolean; identityFields: string[] }
  oauth2: { enabled: boolean; providers: AuthProviderJson[] }
  mfa: { enabled: boolean; duration: number }
  otp: { enabled: boolean; duration: number }
  /** What the contract does not know, as far as it is on; `mail` says that the server sends mails. */
  dapur?: {
    passkey?: { enabled: boolean }
    totp?: { enabled: boolean }
    anonymous?: { enabled: boolean }
    mail?: { enabled: boolean }
  }
}

/** Another service to sign in by. `authURL` ends with `redirect_uri=`: yours goes behind it. */
export interface AuthProviderJson {
  name: string
  displayName: string
  /** An SVG, '' where there is none. */
  logo: string
  state: string
  authURL: string
  codeVerifier: string
  codeChallenge: string
  codeChallengeMethod: string
}

/** What a token says about itself, readable by anyone who holds it (contract services.md §1.2). */
export interface TokenClaims {
  id: string
  collectionId: string
  type: string
  refreshable?: boolean
  /** Unix seconds; a token without it never expires. */
  exp?: number
}

/** The 14 types of the contract (data.md §3.1). */
export type FieldTypeName =
  | 'text'
  | 'editor'
  | 'number'
  | 'bool'
  | 'email'
  | 'url'
  | 'date'
  | 'autodate'
  | 'select'
  | 'relation'
  | 'file'
  | 'json'
  | 'password'
  | 'geoPoint'

/** A field of a collection: what all fields have, and the options of its type. */
export interface FieldJson {
  id: string
  name: string
  /** A `FieldTypeName`, or the name of a type that an extension adds. */
  type: string
  system: boolean
  hidden: boolean
  presentable: boolean
  /** Absent on `autodate`. */
  required?: boolean
  /** Absent on `autodate`. */
  help?: string
  [option: string]: unknown
}

export interface MailTemplate {
  subject: string
  body: string
}

/** `secret` is accepted on input and never sent. `duration` is in seconds. */
export interface TokenOptions {
  duration: number
  secret?: string
}

/** `clientSecret` is accepted on input and never sent. */
export interface OAuth2Provider {
  name: string
  pkce: boolean | null
  clientId: string
  clientSecret?: string
  authURL: string
  tokenURL: string
  userInfoURL: string
  displayName: string
  extra: Record<string, unknown> | null
}

/** What an auth collection has beyond a base one (contract data.md §2.1). */
export interface AuthOptionsJson {
  authRule: string | null
  manageRule: string | null
  authAlert: { enabled: boolean; emailTemplate: MailTemplate }
  oauth2: {
    enabled: boolean
    providers: OAuth2Provider[]
    mappedFields: { id: string; name: string; username: string; avatarURL: string }
  }
  passwordAuth: { enabled: boolean; identityFields: string[] }
  mfa: { enabled: boolean; duration: number; rule: string }
  otp: { enabled: boolean; duration: number; length: number; emailTemplate: MailTemplate }
  authToken: TokenOptions
  passwordResetToken: TokenOptions
  emailChangeToken: TokenOptions
  verificationToken: TokenOptions
  fileToken: TokenOptions
  verificationTemplate: MailTemplate
  resetPasswordTemplate: MailTemplate
  confirmEmailChangeTemplate: MailTemplate
}

interface AnyCollectionJson {
  id: string
  name: string
  system: boolean
  /** null = superusers only, '' = everyone, else an expression. */
  listRule: string | null
  viewRule: string | null
  createRule: string | null
  updateRule: string | null
  deleteRule: string | null
  fields: FieldJson[]
  /** `CREATE INDEX` statements. */
  indexes: string[]
  created: string
  updated: string
}

export interface BaseCollectionJson extends AnyCollectionJson {
  type: 'base'
}

export interface AuthCollectionJson extends AnyCollectionJson, AuthOptionsJson {
  type: 'auth'
}

export interface ViewCollectionJson extends AnyCollectionJson {
  type: 'view'
  viewQuery: string
}

/** A collection as a superuser sees it (contract data.md §2.1). */
export type CollectionJson = BaseCollectionJson | AuthCollectionJson | ViewCollectionJson

/** `GET /api/health`. Note: it has `code`, not `status`. `data` is empty unless a superuser asks. */
export interface HealthJson {
  code: number
  message: string
  data: { canBackup?: boolean; realIP?: string; possibleProxyHeader?: string }
}

/** `secret` is accepted on input and never sent. */
export interface S3Json {
  enabled: boolean
  bucket: string
  region: string
  endpoint: string
  accessKey: string
  secret?: string
  forcePathStyle: boolean
}

/** `GET /api/settings` (contract services.md §5.1). */
export interface SettingsJson {
  superuserIPs: string[]
  smtp: {
    enabled: boolean
    port: number
    host: string
    username: string
    password?: string
    authMethod: string
    tls: boolean
    localName: string
  }
  backups: { cron: string; cronMaxKeep: number; s3: S3Json }
  s3: S3Json
  meta: {
    accentColor: string
    appName: string
    appURL: string
    senderName: string
    senderAddress: string
    hideControls: boolean
  }
  rateLimits: {
    enabled: boolean
    rules: { label: string; audience: '' | '@guest' | '@auth'; duration: number; maxRequests: number }[]
    excludedIPs: string[]
  }
  trustedProxy: { headers: string[]; useLeftmostIP: boolean }
  batch: { enabled: boolean; maxRequests: number; timeout: number; maxBodySize: number }
  logs: { maxDays: number; minLevel: number; logIP: boolean; logAuthId: boolean }
  /** What the contract does not know; absent while all of it is as it comes. */
  dapur?: DapurSettingsJson
}

/** `join` and `send`: null = superusers only, '' = everyone, else a rule. */
export interface ChannelJson {
  pattern: string
  join: string | null
  send: string | null
}

/** Another server that is told of changes (docs/webhooks.md). */
export interface WebhookJson {
  id: string
  name: string
  url: string
  /** `orders.create`, `orders.*` or `*`. */
  events: string[]
  enabled: boolean
  /** Only in the answer to the change that made it. Sent empty it asks for another one. */
  secret?: string
}

/** Each part is absent while it is as it comes. */
export interface DapurSettingsJson {
  channels?: ChannelJson[]
  realtime?: {
    keepHours: number
    keepChanges: number
    maxLive: number
    maxChannels: number
    maxMembers: number
    maxPerAddress: number
  }
  webhooks?: WebhookJson[]
  metrics?: { enabled: boolean; key?: string }
  /** The settings that the process was started with, by path: where each comes from. */
  fixed?: Record<string, string>
}
