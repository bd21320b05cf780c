import { expect, test } from 'vitest'
import { type ApiDocument, type Operation, operationsOf } from './api-document.ts'
import { codeExample, type CodeLanguage } from './code-examples.ts'
import { sampleOf } from './sample.ts'
import { typeWords } from './type-words.ts'

const text = { type: 'string' }
const schemas = {
  Dish: { type: 'object', properties: { name: text, tags: { type: 'array', items: text }, 'price+': text } },
  DishCreate: {
    type: 'object',
    properties: { name: { const: "it's" }, 'is-new': { const: 'so' }, price: { type: 'number' } },
    required: ['name', 'is-new'],
  },
  Tree: {
    type: 'object',
    properties: { parts: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
  },
}
const json = (schema: object) => ({ 'application/json': { schema } })
const created = {
  responses: { '200': { content: json({ $ref: '#/components/schemas/Dish' }) }, default: {} },
}
const create = { $ref: '#/components/schemas/DishCreate' }
const id = { name: 'id', in: 'path' } as const
const api: ApiDocument = {
  paths: {
    '/api/collections/_mfas/records': {
      get: { operationId: '_mfas.list', tags: ['_mfas'], summary: 'List', ...created },
    },
    '/api/backups/upload': {
      post: {
        operationId: 'upload',
        tags: ['platform: backups'],
        summary: 'Upload',
        requestBody: { content: { 'multipart/form-data': { schema: {} } } },
        responses: { '204': {} },
      },
    },
    '/api/collections/DISHES/records': {
      post: {
        operationId: 'DISHES.create',
        tags: ['DISHES'],
        summary: 'Create',
        requestBody: { content: json(create) },
        ...created,
      },
    },
    '/api/collections/DISHES/records/{id}/history': {
      get: {
        operationId: 'DISHES.history',
        tags: ['DISHES'],
        summary: 'History',
        parameters: [id],
        ...created,
      },
    },
  },
  components: { schemas },
}
const all = operationsOf(api)

function operation(name: string): Operation {
  const found = all.find((each) => each.id === name)
  if (!found) throw new Error(`no operation ${name}`)
  return found
}

const code = (language: CodeLanguage, name: string): string =>
  codeExample(language, operation(name), { origin: 'https://warung.example', schemas })

test('own collections come first, then the platform, then the collections of the system', () => {
  expect(all.map((each) => each.id)).toEqual(['DISHES.create', 'DISHES.history', 'upload', '_mfas.list'])
  expect(operation('upload')).toMatchObject({ method: 'POST', status: '204', answerType: '' })
})

test('an example is what the schema allows, and ends where a schema holds itself', () => {
  expect(sampleOf(create, schemas)).toEqual({ name: "it's", 'is-new': 'so' })
  expect(sampleOf({ $ref: '#/components/schemas/Dish' }, schemas)).toEqual({ name: '', tags: [''] })
  expect(JSON.stringify(sampleOf({ $ref: '#/components/schemas/Tree' }, schemas)).length).toBeLessThan(200)
})

test('types are said in few letters', () => {
  const dishes = { type: 'array', items: { $ref: '#/components/schemas/Dish' } }
  expect(typeWords(dishes)).toBe('Dish[]')
  expect(typeWords({ type: 'array', items: { anyOf: [text, { type: 'null' }] } })).toBe('(string | null)[]')
  expect(typeWords({ type: 'string', format: 'binary' })).toBe('file')
  expect(typeWords({ enum: ['', 'soup'] })).toBe('"" | "soup"')
  expect(typeWords({})).toBe('any')
})

test('code says what is the caller’s, and quotes what has to be quoted', () => {
  expect(code('sdk', 'DISHES.create')).toBe(
    `const record = await dapur.collection('DISHES').create({\n  name: "it's",\n  'is-new': 'so'\n})`,
  )
  expect(code('sdk', 'DISHES.history')).toBe(
    "await dapur.send({ method: 'GET', path: `/api/collections/DISHES/records/${ID}/history` })",
  )
  expect(code('curl', 'DISHES.create').split('\n').at(-1)).toBe(
    String.raw`  -d '{"name":"it'\''s","is-new":"so"}'`,
  )
  expect(code('curl', 'upload')).toContain("-F 'file=@FILE'")
  expect(code('fetch', 'upload')).toContain('body: formData')
  expect(code('fetch', 'DISHES.history')).toContain(
    "'https://warung.example/api/collections/DISHES/records/ID/history'",
  )
})
