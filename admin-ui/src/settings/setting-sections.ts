/** How a setting is asked for. */
export interface Setting {
  /** Where it stands in the settings of the server. */
  readonly path: string
  readonly input:
    | 'text'
    | 'secret'
    | 'number'
    | 'switch'
    | 'lines'
    | 'limits'
    | 'metricsKey'
    | 'channels'
    | 'color'
    | 'authMethod'
  /** What is in force while the server does not say. */
  readonly usual?: number
  /** The most that the server takes; the least is 1 then. */
  readonly most?: number
}

const text = (path: string): Setting => ({ path, input: 'text' })
const secret = (path: string): Setting => ({ path, input: 'secret' })
const number = (path: string): Setting => ({ path, input: 'number' })
const flag = (path: string): Setting => ({ path, input: 'switch' })
const realtime = (key: string, usual: number, most: number): Setting => ({
  ...number(`dapur.realtime.${key}`),
  usual,
  most,
})
const lines = (path: string): Setting => ({ path, input: 'lines' })

const bucket = (prefix: string): readonly Setting[] => [
  flag(`${prefix}.enabled`),
  text(`${prefix}.endpoint`),
  text(`${prefix}.bucket`),
  text(`${prefix}.region`),
  text(`${prefix}.accessKey`),
  secret(`${prefix}.secret`),
  flag(`${prefix}.forcePathStyle`),
]

/** The pages of the settings, and what each of them asks for, in order. */
export const settingSections = {
  application: [
    text('meta.appName'),
    text('meta.appURL'),
    { path: 'meta.accentColor', input: 'color' },
    flag('meta.hideControls'),
    lines('superuserIPs'),
  ],
  mail: [
    text('meta.senderName'),
    text('meta.senderAddress'),
    flag('smtp.enabled'),
    text('smtp.host'),
    number('smtp.port'),
    text('smtp.username'),
    secret('smtp.password'),
    { path: 'smtp.authMethod', input: 'authMethod' },
    flag('smtp.tls'),
    text('smtp.localName'),
  ],
  storage: bucket('s3'),
  backups: [text('backups.cron'), number('backups.cronMaxKeep'), ...bucket('backups.s3')],
  limits: [
    flag('rateLimits.enabled'),
    { path: 'rateLimits.rules', input: 'limits' },
    lines('rateLimits.excludedIPs'),
  ],
  batch: [
    flag('batch.enabled'),
    number('batch.maxRequests'),
    number('batch.timeout'),
    number('batch.maxBodySize'),
  ],
  proxies: [lines('trustedProxy.headers'), flag('trustedProxy.useLeftmostIP')],
  realtime: [
    realtime('keepHours', 24, 8784),
    realtime('keepChanges', 1_000_000, 100_000_000),
    realtime('maxLive', 100, 1000),
    realtime('maxChannels', 100, 1000),
    realtime('maxMembers', 1000, 10_000),
    realtime('maxPerAddress', 10_000, 1_000_000),
  ],
  channels: [{ path: 'dapur.channels', input: 'channels' }],
  metrics: [flag('dapur.metrics.enabled'), { path: 'dapur.metrics.key', input: 'metricsKey' }],
  logs: [number('logs.maxDays'), number('logs.minLevel'), flag('logs.logIP'), flag('logs.logAuthId')],
} as const satisfies Readonly<Record<string, readonly Setting[]>>

export type SettingSection = keyof typeof settingSections

/** Is this the name of a page of the settings? */
export function isSettingSection(name: string): name is SettingSection {
  return Object.hasOwn(settingSections, name)
}
