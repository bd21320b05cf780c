import { Ajv2020 } from 'ajv/dist/2020.js'
import { validate } from '@readme/openapi-parser'
import { expect, test } from 'vitest'
import { router } from '../http/router.ts'
import { type TestApp, testApp } from './test-app.ts'

/** Routes that no document has, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'GET /_': 'a page for people',
  'GET /_/*': 'a page for people',
  'GET /_/reference': 'a page for people',
  'GET /': 'a page for people',
  'GET /api/oauth2-redirect': 'where a provider sends a browser to',
  'POST /api/oauth2-redirect': 'where a provider sends a browser to',
  'OPTIONS /*': 'what browsers ask before they ask',
}

/** Everything that can be switched on is on. */
async function wholeApp(): Promise<TestApp> {
  const app = await testApp()
  const { call, superuser: token } = app
  const on = { enabled: true }
  const dapur = {
    passkey: on,
    totp: on,
    anonymous: on,
    apiKeys: on,
    sessions: { ...on, refreshTokens: true },
    history: true,
    historyRule: '',
  }
  const users = { otp: on, oauth2: { enabled: true }, dapur }
  const save = async (path: string, body: object): Promise<void> => {
    const reply = await call('PATCH', path, { token, body })
    expect(reply.status, reply.text).toBe(200)
  }
  await save('/api/collections/users', users)
  await save('/api/settings', { batch: { enabled: true, maxRequests: 5, timeout: 3, maxBodySize: 0 } })
  const webhook = { id: 'w1', url: 'https://example.com', events: ['users.*'], enabled: false }
  await save('/api/settings', { dapur: { webhooks: [webhook] } })
  return app
}

type Document = Readonly<Record<string, Readonly<Record<string, { operationId: string }>>>>

/** The ways of a document as the router has them: `PATCH /api/collections/:/records/:`. */
function waysOf(paths: Document, collections: readonly string[]): string[] {
  return Object.entries(paths).flatMap(([path, item]) => {
    const [, , , name = ''] = path.split('/')
    const shape = collections.includes(name) ? path.replace(`/${name}`, '/:') : path
    return Object.keys(item).map((method) => `${method.toUpperCase()} ${shape.replaceAll(/\{\w+\}/g, ':')}`)
  })
}

test('beyond: every route of the server is in the document of a superuser, or is left out for a reason', async () => {
  const { app, call, superuser: token } = await wholeApp()
  const { paths } = (await call('GET', '/api/openapi.json', { token })).json
  const known = new Set(waysOf(paths, ['users']))
  const routes = router(app.house)
    .routes.filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => [`${method} ${path}`, `${method} ${path.replaceAll(/:\w+/g, ':')}`] as const)
  expect(routes.length).toBeGreaterThan(80)
  const missing = routes.filter(([name, way]) => !known.has(way) && LEFT_OUT[name] === undefined)
  expect(missing.map(([name]) => name)).toEqual([])
  const gone = Object.keys(LEFT_OUT).filter((name) => !routes.some(([route]) => route === name))
  expect(gone).toEqual([])
  // The control: a route that the document lacks is found.
  known.delete('POST /api/sql')
  expect(routes.filter(([, way]) => way === 'POST /api/sql' && !known.has(way))).toHaveLength(1)
})

test('beyond: with everything on the documents of all actors are OpenAPI 3.1, and each sees what is theirs', async () => {
  const app = await wholeApp()
  const account = {
    email: 'ani@example.com',
    password: 'sambal-terasi-9',
    passwordConfirm: 'sambal-terasi-9',
  }
  await app.record('users', { ...account, verified: true })
  const own = await app.signIn('users', account.email)
  const documents = await Promise.all(
    [undefined, own, app.superuser].map(async (token) => {
      const { json } = await app.call('GET', '/api/openapi.json', token === undefined ? {} : { token })
      expect(await validate(structuredClone(json))).toMatchObject({ valid: true })
      return json
    }),
  )
  const [guest, record, superuser] = documents.map(({ paths }) => new Set(waysOf(paths, ['users'])))
  const all = [guest, record, superuser]
  const sees = (way: string): boolean[] => all.map((ways) => ways?.has(way) === true)
  expect(sees('POST /api/collections/:/auth-with-passkey')).toEqual([true, true, true])
  expect(sees('POST /api/collections/:/sessions/refresh')).toEqual([true, true, true])
  expect(sees('POST /api/collections/:/api-keys')).toEqual([false, true, true])
  expect(sees('DELETE /api/collections/:/totp')).toEqual([false, true, true])
  expect(sees('GET /api/collections/:/records/:/history')).toEqual([true, true, true])
  expect(sees('POST /api/collections/:/impersonate/:')).toEqual([false, false, true])
  expect(sees('POST /api/collections/:/records/import')).toEqual([false, false, true])
  expect(sees('GET /api/metrics')).toEqual([false, false, true])
  expect(documents[1].components.schemas.Settings).toBeUndefined()
  const ids = Object.values<Document[string]>(documents[2].paths).flatMap((item) =>
    Object.values(item).map(({ operationId }) => operationId),
  )
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
})

const ANSWERS: Readonly<Record<string, readonly [string, string, object?]>> = {
  CollectionPage: ['GET', '/api/collections'],
  Collection: ['GET', '/api/collections/users'],
  ChangePlan: ['POST', '/api/collections/plan', { name: 'posts', type: 'base' }],
  DryRun: ['POST', '/api/collections/meta/dry-run-view', { query: 'select id, email from users' }],
  Settings: ['GET', '/api/settings'],
  LogPage: ['GET', '/api/logs'],
  SqlAnswer: ['POST', '/api/sql', { query: 'select 1 as one' }],
  RuleReport: ['POST', '/api/rules/check', { text: 'id = 1', collection: 'users', at: 2 }],
  RuleExplanation: [
    'POST',
    '/api/rules/explain',
    { collection: 'users', rule: 'createRule', text: 'email != ""' },
  ],
  Listeners: ['GET', '/api/realtime/inspect'],
}

test('beyond: what the routes of superusers answer is what the document says', async () => {
  const { call, superuser: token, record } = await wholeApp()
  const { json: document } = await call('GET', '/api/openapi.json', { token })
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { binary: true } })
  ajv.addSchema({ $id: 'http://dapur.test/api', ...document })
  const faultsOf = (schema: object, value: unknown): unknown => {
    const check = ajv.compile(schema)
    return check(value) ? undefined : check.errors
  }
  const named = (name: string) => ({ $ref: `http://dapur.test/api#/components/schemas/${name}` })
  const answers = new Map<string, unknown>()
  for (const [name, [method, path, body]] of Object.entries(ANSWERS)) {
    const { status, json, text } = await call(method, path, { token, ...(body && { body }) })
    expect(status, text).toBe(200)
    expect(faultsOf(named(name), json), name).toBeUndefined()
    answers.set(name, json)
  }
  const made = { email: 'budi@example.com', password: 'sambal-terasi-9', passwordConfirm: 'sambal-terasi-9' }
  const { id } = await record('users', made)
  const at = (path: string, method = 'get'): object => {
    const ref = `paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/200/content`
    return { $ref: `http://dapur.test/api#/${ref}/application~1json/schema` }
  }
  const lists: readonly (readonly [string, string])[] = [
    ['/api/collections/users/records/{id}/history', `/api/collections/users/records/${id}/history`],
    ['/api/collections/users/passkeys', `/api/collections/users/passkeys?record=${id}`],
    ['/api/collections/users/api-keys', `/api/collections/users/api-keys?record=${id}`],
    ['/api/collections/users/sessions', `/api/collections/users/sessions?record=${id}`],
    ['/api/collections/users/totp', `/api/collections/users/totp?record=${id}`],
    ['/api/collections/users/auth-methods', '/api/collections/users/auth-methods'],
    ['/api/crons', '/api/crons?details=1'],
    ['/api/backups', '/api/backups'],
    ['/api/webhooks/{id}/deliveries', '/api/webhooks/w1/deliveries'],
    ['/api/collections/meta/oauth2-providers', '/api/collections/meta/oauth2-providers'],
    ['/api/collections/meta/field-types', '/api/collections/meta/field-types'],
    ['/api/logs/stats', '/api/logs/stats'],
  ]
  for (const [path, address] of lists) {
    const { json } = await call('GET', address, { token })
    expect(faultsOf(at(path), json), path).toBeUndefined()
  }
  // The control: another answer is seen.
  expect(faultsOf(named('Collection'), answers.get('SqlAnswer'))).toBeDefined()
  expect(faultsOf(at('/api/crons'), [{ id: 1 }])).toBeDefined()
})
