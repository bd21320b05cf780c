import { type Reply, testApp, type TestApp } from './test-app.ts'
import type { AppOptions } from '../app.ts'

/** One entry as the API shows it. */
export interface Entry {
  readonly id: string
  readonly created: string
  readonly level: number
  readonly message: string
  readonly data: Readonly<Record<string, unknown>>
}

/** An app whose logs are looked at. */
export interface LogApp extends TestApp {
  /** `GET /api/logs…` as the superuser. */
  readonly logs: (query?: string) => Promise<Reply>
  /** All entries in the order in which they came. */
  readonly entries: (filter?: string) => Promise<Entry[]>
  /** Put an entry there. */
  readonly put: (entry: Partial<Entry> & Pick<Entry, 'id'>) => Promise<void>
  readonly settings: (logs: Readonly<Record<string, unknown>>) => Promise<void>
}

/** @example const { call, entries } = await logApp() */
export async function logApp(options: Partial<AppOptions> = {}): Promise<LogApp> {
  const app = await testApp(options)
  const logs: LogApp['logs'] = (query = '') => app.call('GET', `/api/logs${query}`, { token: app.superuser })
  return {
    ...app,
    logs,
    async entries(filter = '') {
      const { status, json, text } = await logs(
        `?sort=@rowid&perPage=1000&filter=${encodeURIComponent(filter)}`,
      )
      if (status !== 200) throw new Error(`expected 200, got ${status}: ${text}`)
      return json.items
    },
    async put({ id, created = '2026-05-01 10:00:00.000Z', level = 0, message = '', data = {} }) {
      await app.app.house.logs.auxiliary.run(
        'insert into "_logs" ("id", "created", "level", "message", "data") values (?, ?, ?, ?, ?)',
        [id, created, level, message, JSON.stringify(data)],
      )
    },
    async settings(part) {
      const { status, text } = await app.call('PATCH', '/api/settings', {
        token: app.superuser,
        body: { logs: part },
      })
      if (status !== 200) throw new Error(`expected 200, got ${status}: ${text}`)
    },
  }
}
