import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { PathRouter } from './path-router.ts'

function app(): Hono {
  const routes = new Hono({ router: new PathRouter() })
  routes.options('*', ({ text }) => text('preflight'))
  routes.get('/api/collections/:collection', ({ req, text }) => text(`view ${req.param('collection')}`))
  routes.get('/api/collections/meta/scaffolds', ({ text }) => text('scaffolds'))
  routes.put('/api/collections/import', ({ text }) => text('import'))
  routes.get('/api/collections/:collection/records/:id', ({ req, text }) =>
    text(`record ${req.param('collection')} ${req.param('id')}`),
  )
  routes.get('/_/*', ({ text }) => text('admin'))
  routes.get('/*', ({ text }) => text('public'))
  return routes
}

const answers: readonly [method: string, path: string, text: string | 404][] = [
  ['GET', '/api/collections/posts', 'view posts'],
  ['GET', '/api/collections/import', 'view import'],
  ['PUT', '/api/collections/import', 'import'],
  ['GET', '/api/collections/meta', 'view meta'],
  ['GET', '/api/collections/meta/scaffolds', 'scaffolds'],
  ['GET', '/api/collections/meta/records/r1', 'record meta r1'],
  ['GET', '/api/collections/a%20b/records/r%2F1', 'record a b r/1'],
  ['GET', '/api/collections/posts/records/r1?fields=id', 'record posts r1'],
  ['PUT', '/api/collections/posts', 404],
  ['GET', '/api/collections//records/r1', 'public'],
  ['GET', '/api/collections/posts/', 'public'],
  ['GET', '/', 'public'],
  ['GET', '/_/', 'admin'],
  ['GET', '/_/assets/main.js', 'admin'],
  ['OPTIONS', '/whatever/there/is', 'preflight'],
  ['POST', '/', 404],
]

test.each(answers)('%s %s is answered by the most particular route: %s', async (method, path, expected) => {
  const response = await app().request(path, { method })
  expect(response.ok ? await response.text() : response.status).toBe(expected)
})

test('HEAD is answered by the route of GET', async () => {
  const response = await app().request('/api/collections/posts', { method: 'HEAD' })
  expect(response.status).toBe(200)
})

test('a path that two routes want, and a * in the middle, are mistakes of ours', () => {
  const router = new PathRouter<string>()
  router.add('GET', '/a/:b', 'one')
  expect(() => router.add('GET', '/a/:c', 'two')).toThrow('GET /a/:c has a handler already')
  expect(() => router.add('GET', '/a/*/c', 'three')).toThrow('only be the end')
})
