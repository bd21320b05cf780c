import { expect, test } from 'vitest'
import { type HookName, hookNames } from '../hooks/events.ts'
import { type Hook, on } from '../hooks/on.ts'
import { type Reply, testApp, type TestApp } from './test-app.ts'

type Path = string | ((app: TestApp) => string)

/** One request, and what has to come of it. Exactly one method is given. */
export interface Scenario {
  readonly get?: Path
  readonly post?: Path
  readonly put?: Path
  readonly patch?: Path
  readonly delete?: Path
  /** A guest when nothing is said. */
  readonly as?: 'superuser'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  /** A part that the answer has to hold. */
  readonly answer?: object
  /** How often hooks ran, by event and collection: `{ 'record.create notes': 1 }`. What is not listed must not run. */
  readonly fires: Readonly<Record<string, number>>
  /** Collections and records that have to be there first; their events do not count. */
  readonly given?: (app: TestApp) => Promise<void>
  /** What else has to be true. */
  readonly then?: (app: TestApp, reply: Reply) => Promise<void>
  /** Hooks of the scenario's own, inside the counting ones. */
  readonly hooks?: readonly Hook[]
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/**
 * A row of a table of requests: a whole app, one request, its status, and the hooks that it set off.
 *
 * @example scenario('§4.1 a guest cannot create in a closed collection', {
 *   given: closedNotes, post: '/api/collections/notes/records', body: {}, status: 403, fires: {},
 * })
 */
export function scenario(name: string, row: Scenario): void {
  // oxlint-disable-next-line vitest/valid-title -- the title is the row's own
  test(name, async () => {
    const fired: Record<string, number> = {}
    const counting = hookNames.map((event) => on(event, '*', countingIn(fired, event)))
    const app = await testApp({ hooks: [...counting, ...(row.hooks ?? [])] })
    await row.given?.(app)
    for (const key of Object.keys(fired)) delete fired[key]
    const method = methods.find((one) => row[one] !== undefined)
    if (!method) throw new Error('a scenario needs a method')
    const path = row[method]
    const reply = await app.call(
      method.toUpperCase(),
      typeof path === 'function' ? path(app) : (path ?? ''),
      {
        ...(row.as === 'superuser' ? { token: app.superuser } : {}),
        ...(row.body === undefined ? {} : { body: row.body }),
        ...(row.headers ? { headers: row.headers } : {}),
      },
    )
    expect({ status: reply.status, text: reply.status === row.status ? '' : reply.text }).toEqual({
      status: row.status,
      text: '',
    })
    expect(reply.json ?? {}).toMatchObject(row.answer ?? {})
    expect(fired).toEqual(row.fires)
    await row.then?.(app, reply)
  })
}

function countingIn(fired: Record<string, number>, event: HookName): Hook['handler'] {
  return async ({ collection }, next) => {
    const key = `${event} ${collection}`
    fired[key] = (fired[key] ?? 0) + 1
    await next()
  }
}
