import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createClient, memoryStore } from '@dapur/sdk'

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { url: text, email: text, password: text, port: text } })
const { url = 'http://127.0.0.1:8090', email = '', password = '', port = '8091' } = values

// Whoever knows the name of a room may come in and speak. A rule in place of '' would say who may.
const dapur = createClient(url, { store: memoryStore() })
await dapur.collection('_superusers').signIn({ email, password })
const channels = [{ pattern: 'chat:*', join: '', send: '' }]
await dapur.send({ method: 'PATCH', path: '/api/settings', body: { dapur: { channels } } })

const page = readFileSync(join(import.meta.dirname, 'index.html'), 'utf8').replace('%DAPUR%', url)
const server = createServer(({ url: path = '/' }, response) => {
  if (path === '/') return response.setHeader('content-type', 'text/html').end(page)
  if (!/^\/sdk\/[\w-]+\.ts$/.test(path)) return response.writeHead(404).end()
  const module = readFileSync(join(import.meta.dirname, '../../sdk/src', path.slice('/sdk/'.length)), 'utf8')
  return response.setHeader('content-type', 'text/javascript').end(stripTypeScriptTypes(module))
}).listen(Number(port), '127.0.0.1', () => {
  const address = server.address()
  console.log(
    `The chat is at http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/#kitchen`,
  )
})
