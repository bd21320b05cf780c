import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { isJsonObject } from './base/json.ts'
import { HOOK_DEADLINE } from './hooks/hook-table.ts'
import { type Hook, isHook } from './hooks/on.ts'
import { isOwnJob, type OwnJob } from './ops/own-job.ts'
import { fixFromEnvironment } from './settings/environment-settings.ts'
import { fixDraft, type FixedSettings, joinFixed, type SettingsDraft } from './settings/fixed-settings.ts'
import { SEAL_KEY_BYTES, type SealKeys } from './settings/seal.ts'

/*
 * The only place that reads the environment. What a process runs with comes from its flags, else from `DAPUR_…`,
 * else from `hono.config.ts`, else from here.
 */

/** What `hono.config.ts` may say. */
export interface ConfigFile {
  /** Where the data lives; made when it is not there. */
  readonly dir?: string | undefined
  readonly host?: string | undefined
  /** 0 takes any free port. */
  readonly port?: number | undefined
  /** Who may read answers from a browser: `*`, or origins such as `https://*.example.com`. */
  readonly origins?: readonly string[] | undefined
  /** `full`: an acknowledged write survives a power cut. `normal`: it survives a crash of the process. */
  readonly durability?: 'full' | 'normal' | undefined
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent' | undefined
  /** Own code around the verbs, in the order in which it runs: `on('record.create', 'orders', …)`. */
  readonly hooks?: readonly Hook[] | undefined
  /** Milliseconds that the hooks of one write have before it, and again after it; 10,000 when nothing is said. */
  readonly hookDeadline?: number | undefined
  /** Own code that runs by the clock: `job('forget-drafts', '0 3 * * *', …)`. */
  readonly jobs?: readonly OwnJob[] | undefined
  /** May endpoints that a superuser configures, such as those of OAuth2 providers, lie on private addresses? */
  readonly privateEndpoints?: 'allow' | 'deny' | undefined
  /** Seconds by which the clock of whoever issues id tokens may be wrong; 60 when nothing is said. */
  readonly idTokenLeeway?: number | undefined
  /** Are large answers compressed for clients that can read it? They are when nothing is said. */
  readonly compression?: 'on' | 'off' | undefined
  /** The folder of a site that is served beside the API; `./public` when nothing is said and it is there. */
  readonly publicDir?: string | undefined
  /** Does its `index.html` answer for what is not in it, as apps with routes of their own need? It does by default. */
  readonly indexFallback?: 'on' | 'off' | undefined
  /** Where the TypeScript types of the collections are kept up to date, for development: `./dapur.d.ts`. */
  readonly types?: string | undefined
  /** Settings that are fixed from here: they stand over the stored ones, and the API refuses to change them. */
  readonly settings?: SettingsDraft | undefined
}

const schema: z.ZodType<ConfigFile> = z.strictObject({
  dir: z.string().min(1).optional(),
  host: z.string().min(1).optional(),
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  origins: z.array(z.string().min(1)).min(1).optional(),
  durability: z.enum(['full', 'normal']).optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  hooks: z.array(z.custom<Hook>(isHook, 'make hooks with on(event, collection, handler)')).optional(),
  hookDeadline: z.number().int().min(1).optional(),
  jobs: z.array(z.custom<OwnJob>(isOwnJob, 'make jobs with job(id, expression, handler)')).optional(),
  compression: z.enum(['on', 'off']).optional(),
  publicDir: z.string().min(1).optional(),
  indexFallback: z.enum(['on', 'off']).optional(),
  types: z.string().min(1).optional(),
  privateEndpoints: z.enum(['allow', 'deny']).optional(),
  idTokenLeeway: z.coerce.number().int().min(0).optional(),
  // Read by `fixDraft`, which names what is wrong in it.
  settings: z.custom<SettingsDraft>(isJsonObject, 'has to be an object').optional(),
})

/** What a process runs with. */
export interface Config {
  readonly dir: string
  readonly host: string
  readonly port: number
  readonly origins: readonly string[]
  readonly durability: 'full' | 'normal'
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly hooks: readonly Hook[]
  /** Milliseconds. */
  readonly hookDeadline: number
  readonly jobs: readonly OwnJob[]
  readonly compression: 'on' | 'off'
  /** Undefined where there is no such folder. */
  readonly publicDir: string | undefined
  readonly indexFallback: 'on' | 'off'
  /** The file of types that follows the collections; undefined for none. */
  readonly types: string | undefined
  readonly privateEndpoints: 'allow' | 'deny'
  /** Seconds. */
  readonly idTokenLeeway: number
  /** Settings that cannot be changed while this process runs. */
  readonly fixedSettings: FixedSettings
  /** What the stored settings are encrypted with. */
  readonly sealKeys: SealKeys
  /** The superuser that the environment asks for at start. */
  readonly superuser?: { readonly email: string; readonly password: string }
}

/** What a command line may say; values are texts as they were typed. */
export interface Flags {
  readonly config?: string
  readonly dir?: string
  readonly host?: string
  readonly port?: string
  readonly origins?: string
  readonly durability?: string
  readonly logLevel?: string
  readonly privateEndpoints?: string
  readonly compression?: string
  readonly publicDir?: string
  readonly indexFallback?: string
  readonly types?: string
}

/** Seconds. */
export const ID_TOKEN_LEEWAY = 60

/** What the API names for a setting that the configuration file fixes. */
const FILE_SOURCE = 'hono.config.ts'
const FILES = ['hono.config.ts', 'hono.config.js', 'hono.config.mjs']

/**
 * Say what the server is made of, with completion in the editor.
 *
 * @example export default defineConfig({ port: 8090, origins: ['https://warung.example'] })
 */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config
}

/**
 * Put the configuration of this process together.
 *
 * Errors: a plain Error that names the flag, the variable or the file that is wrong, and what it should be.
 *
 * @example const config = await loadConfig({ port: '8091' })
 */
export async function loadConfig(flags: Flags, env: NodeJS.ProcessEnv = process.env): Promise<Config> {
  const file = await loadFile(flags.config ?? env['DAPUR_CONFIG'])
  const said = parse({ ...fromEnvironment(env), ...fromFlags(flags) }, 'The flags or DAPUR_… variables')
  const superuser = superuserOf(env)
  return {
    dir: resolve(said.dir ?? file.dir ?? './data'),
    host: said.host ?? file.host ?? '127.0.0.1',
    port: said.port ?? file.port ?? 8090,
    origins: said.origins ?? file.origins ?? ['*'],
    durability: said.durability ?? file.durability ?? 'full',
    logLevel: said.logLevel ?? file.logLevel ?? 'info',
    hooks: file.hooks ?? [],
    hookDeadline: file.hookDeadline ?? HOOK_DEADLINE,
    jobs: file.jobs ?? [],
    compression: said.compression ?? file.compression ?? 'on',
    publicDir: publicDirOf(said.publicDir ?? file.publicDir),
    indexFallback: said.indexFallback ?? file.indexFallback ?? 'on',
    types: resolved(said.types ?? file.types),
    privateEndpoints: said.privateEndpoints ?? file.privateEndpoints ?? 'allow',
    idTokenLeeway: said.idTokenLeeway ?? file.idTokenLeeway ?? ID_TOKEN_LEEWAY,
    fixedSettings: joinFixed(fixDraft(file.settings, FILE_SOURCE), fixFromEnvironment(env)),
    sealKeys: sealKeysOf(env),
    ...(superuser ? { superuser } : {}),
  }
}

function fromFlags({ config: _, origins: list, ...flags }: Flags): Record<string, unknown> {
  return defined({ ...flags, origins: list?.split(',') })
}

function fromEnvironment(env: NodeJS.ProcessEnv): Record<string, unknown> {
  return defined({
    dir: env['DAPUR_DIR'],
    host: env['DAPUR_HOST'],
    port: env['DAPUR_PORT'],
    origins: env['DAPUR_ORIGINS']?.split(','),
    durability: env['DAPUR_DURABILITY'],
    logLevel: env['DAPUR_LOG_LEVEL'],
    privateEndpoints: env['DAPUR_PRIVATE_ENDPOINTS'],
    compression: env['DAPUR_COMPRESSION'],
    publicDir: env['DAPUR_PUBLIC_DIR'],
    indexFallback: env['DAPUR_INDEX_FALLBACK'],
    types: env['DAPUR_TYPES'],
    // The name that apps which move here have set (contract services.md §2.4).
    idTokenLeeway: env['DAPUR_ID_TOKEN_LEEWAY'] ?? env['PB_ID_TOKEN_LEEWAY'],
  })
}

/** Without what was not said: an empty variable says nothing. */
function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
}

function resolved(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path)
}

const PUBLIC_DIR = './public'

function publicDirOf(asked: string | undefined): string | undefined {
  const path = resolve(asked ?? PUBLIC_DIR)
  const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  if (asked !== undefined && !isThere) throw new Error(`The public folder ${path} is not there.`)
  return isThere ? path : undefined
}

function sealKeysOf(env: NodeJS.ProcessEnv): SealKeys {
  return {
    key: sealKey(env, 'DAPUR_ENCRYPTION_KEY'),
    previousKey: sealKey(env, 'DAPUR_ENCRYPTION_KEY_PREVIOUS'),
  }
}

function sealKey(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const key = env[name] ?? ''
  if (key === '') return undefined
  if (Buffer.byteLength(key) === SEAL_KEY_BYTES) return key
  throw new Error(`${name} has to have ${SEAL_KEY_BYTES} characters, such as: openssl rand -hex 16`)
}

function superuserOf(env: NodeJS.ProcessEnv): Config['superuser'] {
  const email = env['DAPUR_SUPERUSER_EMAIL'] ?? ''
  const password = env['DAPUR_SUPERUSER_PASSWORD'] ?? ''
  if (email === '' && password === '') return undefined
  if (email === '' || password === '')
    throw new Error('Set both DAPUR_SUPERUSER_EMAIL and DAPUR_SUPERUSER_PASSWORD, or neither.')
  return { email, password }
}

async function loadFile(asked: string | undefined): Promise<ConfigFile> {
  const path = asked ? resolve(asked) : FILES.map((name) => resolve(name)).find((name) => existsSync(name))
  if (path === undefined) return {}
  if (!existsSync(path)) throw new Error(`There is no configuration file ${path}.`)
  return parse(await loadDefault(path, 'its configuration: export default defineConfig({ … })'), path)
}

/**
 * What a file of the owner exports by default: the one place where code is loaded by a path.
 *
 * Errors: a plain Error that names the file, and says what it should export.
 *
 * @example await loadDefault('/srv/orders.rules.ts', 'its tests: export default ruleTests({ … })')
 */
export async function loadDefault(path: string, wanted: string): Promise<unknown> {
  const module: unknown = await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new Error(
      `${path} cannot be loaded: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      { cause: error },
    )
  })
  const exported = z.object({ default: z.unknown() }).safeParse(module)
  if (exported.success && exported.data.default !== undefined) return exported.data.default
  throw new Error(`${path} has to export ${wanted}`)
}

function parse(value: unknown, where: string): ConfigFile {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || '(all)'}: ${message}`,
  )
  throw new Error(`${where} cannot be used:\n${problems.join('\n')}`)
}
