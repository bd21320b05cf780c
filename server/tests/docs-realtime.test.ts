import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Frame, realtimeApp } from './realtime-app.ts'

interface Following {
  readonly url: string
  readonly token?: string
  readonly topic: string
  readonly onEvent: (event: Frame) => void
  readonly onReload: () => void
}

/** The client that `docs/realtime.md` shows, letter for letter. */
async function shownClient(): Promise<(following: Following) => () => void> {
  const page = readFileSync(new URL('../../docs/realtime.md', import.meta.url), 'utf8')
  const [, code] = /```js\n(export function follow[\s\S]*?)```/.exec(page) ?? []
  if (code === undefined) throw new Error('docs/realtime.md shows no client')
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    follow: (following: Following) => () => void
  }
  return module.follow
}

test('the client of the documentation misses nothing', async () => {
  const follow = await shownClient()
  const app = await realtimeApp()
  await app.collection({
    name: 'dishes',
    type: 'base',
    listRule: '',
    fields: [{ name: 'name', type: 'text' }],
  })
  const heard: Frame[] = []
  let onNews = (): void => undefined
  const until = async (isThere: () => boolean): Promise<void> => {
    while (!isThere()) await new Promise<void>((resolve) => (onNews = resolve))
  }
  let loads = 0
  const stop = follow({
    url: app.url,
    topic: 'dishes/*',
    onEvent: (event) => {
      heard.push([event.action, event.record.name ?? event.record.id])
      onNews()
    },
    onReload: () => {
      loads++
      onNews()
    },
  })
  await until(() => loads === 1)
  const first = await app.record('dishes', { name: 'soto' })
  await until(() => heard.length === 1)
  // Everybody is cut off, by a server that takes them in again.
  app.cutAll()
  await app.record('dishes', { name: 'rendang' })
  await app.call('DELETE', `/api/collections/dishes/records/${first.id}`, { token: app.superuser })
  await until(() => heard.length === 3)
  expect(heard).toEqual([
    ['create', 'soto'],
    ['create', 'rendang'],
    ['delete', 'soto'],
  ])
  expect(loads).toBe(1)
  stop()
})
