import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ApiError, createClient, memoryStore } from '@dapur/sdk'

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { url: text, email: text, password: text, port: text } })
const { url = 'http://127.0.0.1:8090', email = '', password = '', port = '8092' } = values

// Everybody has todos of one's own: the rules say so, and the page need not.
const dapur = createClient(url, { store: memoryStore() })
await dapur.collection('_superusers').signIn({ email, password })
const own = 'owner = @request.auth.id'
const todos = {
  name: 'todos',
  type: 'base',
  listRule: own,
  viewRule: own,
  createRule: own,
  updateRule: `${own} && @request.body.owner:isset = false`,
  deleteRule: own,
  fields: [
    { name: 'owner', type: 'relation', required: true, collectionId: '_pb_users_auth_', cascadeDelete: true },
    { name: 'text', type: 'text', required: true, max: 200 },
    { name: 'isDone', type: 'bool' },
    { name: 'created', type: 'autodate', onCreate: true },
  ],
} as const
await dapur.collections.create(todos).catch((error: unknown) => {
  const isThere =
    error instanceof ApiError && error.problem('name')?.code === 'validation_collection_name_exists'
  if (!isThere) throw error
})

const page = readFileSync(join(import.meta.dirname, 'index.html'), 'utf8').replace('%DAPUR%', url)
const server = createServer(({ url: path = '/' }, response) => {
  if (path === '/') return response.setHeader('content-type', 'text/html').end(page)
  if (!/^\/sdk\/[\w-]+\.ts$/.test(path)) return response.writeHead(404).end()
  const module = readFileSync(join(import.meta.dirname, '../../sdk/src', path.slice('/sdk/'.length)), 'utf8')
  return response.setHeader('content-type', 'text/javascript').end(stripTypeScriptTypes(module))
}).listen(Number(port), '127.0.0.1', () => {
  const address = server.address()
  console.log(`The todos are at http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`)
})
