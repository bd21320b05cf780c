import { readFileSync } from 'node:fs'
import { createClient, filter } from '@dapur/sdk'
import { expect, test } from 'vitest'
import { servedApp, sri } from './served-app.ts'

interface Order {
  id: string
  status: string
}

interface Schema {
  orders: { record: Order & { created: string }; create: object; update: object; expand: object }
  users: { record: { id: string }; create: object; update: object; expand: object }
}

test('what sdk/README.md shows does what it says', async () => {
  const app = await servedApp()
  const fields = [
    { name: 'status', type: 'text' },
    { name: 'created', type: 'autodate', onCreate: true },
  ]
  await app.collection({ name: 'orders', type: 'base', listRule: '@request.auth.id != ""', fields })
  await app.record('orders', { status: 'open' })
  await app.record('orders', { status: 'paid' })
  const { url } = app
  const { email, password } = sri
  let shown: readonly Order[] = []
  const show = (orders: readonly Order[]): void => {
    shown = orders
  }

  const dapur = createClient<Schema>(url)
  await dapur.collection('users').signIn({ email, password })
  const page = await dapur.collection('orders').list({ filter: filter`status = ${'open'}`, sort: '-created' })
  const open = dapur.collection('orders').live({ filter: filter`status = ${'open'}` }, show)

  expect(page.items.map(({ status }) => status)).toEqual(['open'])
  await expect.poll(() => shown.length).toBe(1)
  open.stop()
})

test('the blocks of sdk/README.md stand in this file', () => {
  const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
  const here = flat(readFileSync(import.meta.filename, 'utf8'))
  const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [block = ''] = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, text = '']) => text)
  const [first = '', rest = ''] = block.split('\n\n')
  expect(flat(rest)).toContain('live')
  for (const part of [first, rest]) expect(here).toContain(flat(part))
})
