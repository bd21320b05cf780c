import { z } from 'zod'
import {
  type DapurSettings,
  dapurSettingsSchema,
  dapurSettingsToJson,
  defaultDapurSettings,
} from './dapur-settings.ts'

/** Where files are kept when not on this disk. */
export interface S3Settings {
  readonly enabled: boolean
  readonly bucket: string
  readonly region: string
  readonly endpoint: string
  readonly accessKey: string
  /** Write-only. */
  readonly secret: string
  readonly forcePathStyle: boolean
}

/** How often something may be asked for. */
export interface RateLimitRule {
  /** `METHOD /path`, `/path`, `/prefix/`, `collection:action` or `*:action`. */
  readonly label: string
  /** `''` for everybody, `@guest` or `@auth`. */
  readonly audience: string
  /** Seconds. */
  readonly duration: number
  readonly maxRequests: number
}

/** What a superuser sets while the server runs (contract services.md §5.1). */
export interface Settings {
  readonly superuserIPs: readonly string[]
  readonly smtp: {
    readonly enabled: boolean
    readonly port: number
    readonly host: string
    readonly username: string
    /** Write-only. */
    readonly password: string
    readonly authMethod: string
    readonly tls: boolean
    readonly localName: string
  }
  readonly backups: { readonly cron: string; readonly cronMaxKeep: number; readonly s3: S3Settings }
  readonly s3: S3Settings
  readonly meta: {
    readonly accentColor: string
    readonly appName: string
    readonly appURL: string
    readonly senderName: string
    readonly senderAddress: string
    readonly hideControls: boolean
  }
  readonly rateLimits: {
    readonly rules: readonly RateLimitRule[]
    readonly excludedIPs: readonly string[]
    readonly enabled: boolean
  }
  readonly trustedProxy: { readonly headers: readonly string[]; readonly useLeftmostIP: boolean }
  readonly batch: {
    readonly enabled: boolean
    readonly maxRequests: number
    /** Seconds. */
    readonly timeout: number
    /** Bytes; 0 for 128 MiB. */
    readonly maxBodySize: number
  }
  readonly logs: {
    /** Days; 0 for no logs. */
    readonly maxDays: number
    readonly minLevel: number
    readonly logIP: boolean
    readonly logAuthId: boolean
  }
  readonly dapur: DapurSettings
}

const s3Defaults: S3Settings = {
  enabled: false,
  bucket: '',
  region: '',
  endpoint: '',
  accessKey: '',
  secret: '',
  forcePathStyle: false,
}

/** The settings of a fresh installation. */
export const defaultSettings: Settings = {
  superuserIPs: [],
  smtp: {
    enabled: false,
    port: 587,
    host: 'smtp.example.com',
    username: '',
    password: '',
    authMethod: '',
    tls: false,
    localName: '',
  },
  backups: { cron: '', cronMaxKeep: 3, s3: s3Defaults },
  s3: s3Defaults,
  meta: {
    accentColor: '#1055c9',
    appName: 'Acme',
    appURL: 'http://localhost:8090',
    senderName: 'Support',
    senderAddress: 'support@example.com',
    hideControls: false,
  },
  rateLimits: {
    rules: [
      { label: '*:auth', audience: '', duration: 3, maxRequests: 2 },
      { label: '*:create', audience: '', duration: 5, maxRequests: 20 },
      { label: '/api/batch', audience: '', duration: 1, maxRequests: 3 },
      { label: '/api/', audience: '', duration: 10, maxRequests: 300 },
    ],
    excludedIPs: [],
    enabled: false,
  },
  trustedProxy: { headers: [], useLeftmostIP: false },
  batch: { enabled: false, maxRequests: 50, timeout: 3, maxBodySize: 0 },
  logs: { maxDays: 5, minLevel: 0, logIP: true, logAuthId: false },
  dapur: defaultDapurSettings,
}

const s3: z.ZodType<S3Settings> = z.object({
  enabled: z.boolean(),
  bucket: z.string(),
  region: z.string(),
  endpoint: z.string(),
  accessKey: z.string(),
  secret: z.string(),
  forcePathStyle: z.boolean(),
})

const texts = z.array(z.string())

/** The JSON types of all settings; whether the values make sense is for `check-settings.ts`. */
export const settingsSchema: z.ZodType<Settings> = z.object({
  superuserIPs: texts,
  smtp: z.object({
    enabled: z.boolean(),
    port: z.int(),
    host: z.string(),
    username: z.string(),
    password: z.string(),
    authMethod: z.string(),
    tls: z.boolean(),
    localName: z.string(),
  }),
  backups: z.object({ cron: z.string(), cronMaxKeep: z.int(), s3 }),
  s3,
  meta: z.object({
    accentColor: z.string(),
    appName: z.string(),
    appURL: z.string(),
    senderName: z.string(),
    senderAddress: z.string(),
    hideControls: z.boolean(),
  }),
  rateLimits: z.object({
    rules: z.array(
      z.object({
        label: z.string().default(''),
        audience: z.string().default(''),
        duration: z.int().default(0),
        maxRequests: z.int().default(0),
      }),
    ),
    excludedIPs: texts,
    enabled: z.boolean(),
  }),
  trustedProxy: z.object({ headers: texts, useLeftmostIP: z.boolean() }),
  batch: z.object({ enabled: z.boolean(), maxRequests: z.int(), timeout: z.int(), maxBodySize: z.int() }),
  logs: z.object({ maxDays: z.int(), minLevel: z.int(), logIP: z.boolean(), logAuthId: z.boolean() }),
  dapur: dapurSettingsSchema,
})

/**
 * The settings as superusers see them: without the secrets (contract services.md §5.1). What of them is fixed is told
 * by path, with who says so; `made` has the secrets of webhooks that were made just now.
 */
export function settingsToJson(
  settings: Settings,
  fixed: ReadonlyMap<string, string> = new Map(),
  made: ReadonlyMap<string, string> = new Map(),
): object {
  const { smtp, s3, backups, dapur } = settings
  return {
    ...settings,
    smtp: { ...smtp, password: undefined },
    backups: { ...backups, s3: { ...backups.s3, secret: undefined } },
    s3: { ...s3, secret: undefined },
    dapur: dapurSettingsToJson(dapur, fixed, made),
  }
}
