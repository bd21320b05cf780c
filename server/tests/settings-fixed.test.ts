import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { settingVariable } from '../settings/environment-settings.ts'
import { settingPaths } from '../settings/setting-paths.ts'
import { testApp, type TestApp } from './test-app.ts'

async function configured(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dapur-config-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'hono.config.mjs')
  await writeFile(file, text)
  return file
}

const empty = 'export default {}'

async function appWith(env: Readonly<Record<string, string>>, file = empty): Promise<TestApp> {
  const { fixedSettings } = await loadConfig({ config: await configured(file) }, env)
  return testApp({ fixedSettings })
}

const patch = (app: TestApp, body: unknown) =>
  app.call('PATCH', '/api/settings', { token: app.superuser, body })
const read = async (app: TestApp) => (await app.call('GET', '/api/settings', { token: app.superuser })).json

test('every setting has one variable of its own', () => {
  const names = settingPaths.map(settingVariable)
  expect(new Set(names).size).toBe(settingPaths.length)
  expect(names).toContain('DAPUR_SETTINGS_SMTP_HOST')
  expect(names).toContain('DAPUR_SETTINGS_META_APP_URL')
  expect(names).toContain('DAPUR_SETTINGS_BACKUPS_S3_FORCE_PATH_STYLE')
  expect(names).toContain('DAPUR_SETTINGS_SUPERUSER_IPS')
  expect(names).toContain('DAPUR_SETTINGS_TRUSTED_PROXY_USE_LEFTMOST_IP')
  expect(names).toContain('DAPUR_SETTINGS_DAPUR_METRICS_KEY')
})

test('services §8.3 what the environment says is in force, is shown as fixed, and wins over the file', async () => {
  const app = await appWith(
    {
      DAPUR_SETTINGS_SMTP_ENABLED: 'true',
      DAPUR_SETTINGS_SMTP_PORT: '2525',
      DAPUR_SETTINGS_SMTP_PASSWORD: '123456',
      DAPUR_SETTINGS_TRUSTED_PROXY_HEADERS: 'X-Real-IP, X-Forwarded-For',
      DAPUR_SETTINGS_RATE_LIMITS_RULES: '[{"label":"/api/","audience":"","duration":1,"maxRequests":9}]',
      DAPUR_SETTINGS_META_APP_NAME: '',
    },
    `export default { settings: { smtp: { port: 25, host: 'mail.example' } } }`,
  )
  const settings = await read(app)
  expect(settings.smtp).toMatchObject({ enabled: true, port: 2525, host: 'mail.example' })
  expect(settings.smtp).not.toHaveProperty('password')
  expect(app.app.house.settings.current.smtp.password).toBe('123456')
  expect(settings.trustedProxy.headers).toEqual(['X-Real-IP', 'X-Forwarded-For'])
  expect(settings.rateLimits.rules).toHaveLength(1)
  expect(settings.meta.appName).toBe('Acme')
  expect(settings.dapur).toEqual({
    fixed: {
      'smtp.enabled': 'DAPUR_SETTINGS_SMTP_ENABLED',
      'smtp.port': 'DAPUR_SETTINGS_SMTP_PORT',
      'smtp.host': 'hono.config.ts',
      'smtp.password': 'DAPUR_SETTINGS_SMTP_PASSWORD',
      'trustedProxy.headers': 'DAPUR_SETTINGS_TRUSTED_PROXY_HEADERS',
      'rateLimits.rules': 'DAPUR_SETTINGS_RATE_LIMITS_RULES',
    },
  })
})

test('services §5.2 a change of a fixed setting is refused with its source, and nothing else of it is taken', async () => {
  const app = await appWith({
    DAPUR_SETTINGS_SMTP_HOST: 'mail.example',
    DAPUR_SETTINGS_SMTP_PASSWORD: 'hush',
  })
  const body = { smtp: { host: 'other.example', port: 26, password: 'x' }, meta: { appName: 'Warung' } }
  const { status, json } = await patch(app, body)
  expect(status).toBe(400)
  expect(json.data.smtp).toEqual({
    host: {
      code: 'validation_setting_fixed',
      message: 'DAPUR_SETTINGS_SMTP_HOST sets this: change it there.',
      params: { source: 'DAPUR_SETTINGS_SMTP_HOST' },
    },
    password: expect.objectContaining({ code: 'validation_setting_fixed' }),
  })
  expect((await read(app)).smtp.port).toBe(587)
  expect((await read(app)).meta.appName).toBe('Acme')
})

test('services §5.2 a form may send the whole back; fixed values are never stored', async () => {
  const app = await appWith({
    DAPUR_SETTINGS_SMTP_HOST: 'mail.example',
    DAPUR_SETTINGS_SMTP_PASSWORD: 'hush',
  })
  const whole = await read(app)
  const { status, json } = await patch(app, { ...whole, meta: { ...whole.meta, appName: 'Warung' } })
  expect(status).toBe(200)
  expect([json.meta.appName, json.smtp.host]).toEqual(['Warung', 'mail.example'])
  const row = await app.app.house.storage.hot.get(`select value from _params where id = 'settings'`, [])
  expect(String(row?.[0])).not.toMatch(/mail\.example|hush/)
  expect(String(row?.[0])).toContain('smtp.example.com')
})

test('what cannot be a setting stops the start, and says which', async () => {
  const load = async (env: Readonly<Record<string, string>>, file = empty) =>
    loadConfig({ config: await configured(file) }, env)
  await expect(load({ DAPUR_SETTINGS_SMTP_HOTS: 'x' })).rejects.toThrow(
    'DAPUR_SETTINGS_SMTP_HOTS is no setting',
  )
  await expect(load({ DAPUR_SETTINGS_SMTP_PORT: 'many' })).rejects.toThrow('DAPUR_SETTINGS_SMTP_PORT')
  await expect(load({ DAPUR_SETTINGS_SMTP_TLS: 'yes' })).rejects.toThrow('DAPUR_SETTINGS_SMTP_TLS')
  await expect(load({ DAPUR_SETTINGS_RATE_LIMITS_RULES: '[1]' })).rejects.toThrow('RATE_LIMITS_RULES')
  await expect(load({}, `export default { settings: { smtp: { hots: 'x' } } }`)).rejects.toThrow(
    '"smtp.hots"',
  )
  await expect(load({}, `export default { settings: { smtp: 1 } }`)).rejects.toThrow('"smtp"')
  await expect(load({}, `export default { settings: { smtp: { port: 'x' } } }`)).rejects.toThrow('smtp.port')
  await expect(load({}, `export default { settings: [] }`)).rejects.toThrow('settings')
  await expect(load({ DAPUR_ENCRYPTION_KEY: 'short' })).rejects.toThrow('32')
})

test('a fixed value that makes no sense stops the start', async () => {
  await expect(appWith({ DAPUR_SETTINGS_BACKUPS_CRON: 'at night' })).rejects.toThrow(
    'DAPUR_SETTINGS_BACKUPS_CRON',
  )
  await expect(appWith({ DAPUR_SETTINGS_S3_ENABLED: 'true' })).rejects.toThrow('s3.bucket')
})

test('the metrics key is long or not there, and never shown', async () => {
  const app = await testApp()
  const set = (metrics: unknown) => patch(app, { dapur: { metrics } })
  expect((await set({ enabled: true })).json.data.dapur.metrics.key.code).toBe('validation_required')
  const short = await set({ key: 'guess' })
  expect(short.json.data.dapur.metrics.key.code).toBe('validation_min_text_constraint')
  expect((await set({ key: 'ä'.repeat(24) })).json.data.dapur.metrics.key.code).toBe(
    'validation_match_invalid',
  )
  const good = await set({ enabled: true, key: 'k'.repeat(24) })
  expect([good.status, good.json.dapur]).toEqual([200, { metrics: { enabled: true } }])
})
