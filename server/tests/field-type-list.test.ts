import { expect, test } from 'vitest'
import { testApp } from './test-app.ts'

test('beyond: the types of fields come in order, each with its settings and what it lacks', async () => {
  const { call, superuser: token } = await testApp()
  const { json } = await call('GET', '/api/collections/meta/field-types', { token })
  expect(json).toHaveLength(14)
  expect(json[0]).toMatchObject({
    name: 'text',
    lacks: [],
    options: { max: { label: 'Most characters', input: 'number', fallback: 0 } },
  })
  const autodate = json.find(({ name }: { name: string }) => name === 'autodate')
  expect(autodate.lacks).toEqual(['help', 'required'])
})
