import { expect, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { on } from '../hooks/on.ts'
import { testApp } from './test-app.ts'

test('data §6.3 a batch whose client goes away is undone', async () => {
  const running = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const after: string[] = []
  const app = await testApp({
    hooks: [
      on('record.create', 'posts', async (event, next) => {
        running.resolve()
        await goOn.promise
        await next()
        after.push(String(event.record['title']))
      }),
    ],
  })
  await app.collection({
    name: 'posts',
    type: 'base',
    listRule: '',
    createRule: '',
    fields: [{ name: 'title', type: 'text' }],
  })
  await app.call('PATCH', '/api/settings', { token: app.superuser, body: { batch: { enabled: true } } })
  const server = await listen(app.app, { host: '127.0.0.1', port: 0 })
  const client = new AbortController()
  const create = (title: string) => ({
    method: 'POST',
    url: '/api/collections/posts/records',
    body: { title },
  })
  const send = (signal: AbortSignal) =>
    fetch(`${server.address}/api/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ requests: [create('A'), create('B')] }),
      signal,
    })
  const lost = send(client.signal)
  await running.promise
  client.abort()
  await expect(lost).rejects.toThrow('abort')
  await new Promise((resolve) => setTimeout(resolve, 50))
  goOn.resolve()
  expect((await send(AbortSignal.timeout(5000))).status).toBe(200)
  expect(after).toEqual(['A', 'A', 'B'])
  expect((await app.call('GET', '/api/collections/posts/records')).json.totalItems).toBe(2)
  await server.close()
})
