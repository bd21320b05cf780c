import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { z } from 'zod'

/*
 * The bare node:http servers that Dapur is measured against (performance.md §11: B1 and B2).
 */
const order = z.object({
  kind: z.enum(['same-bytes', 'same-post']),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})
const sent = z.looseObject({ id: z.string() })

process.once('message', (message: unknown) => {
  const { kind, headers, body } = order.parse(message)
  const server = createServer(kind === 'same-bytes' ? sameBytes(headers, body) : samePost(headers, body))
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.({ port: typeof address === 'object' && address ? address.port : 0 })
  })
})

function sameBytes(headers: Record<string, string>, body: string): RequestListener {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)) }
  return (_request, response) => {
    response.writeHead(200, all)
    response.end(body)
  }
}

function samePost(headers: Record<string, string>, body: string): RequestListener {
  const record = sent.parse(JSON.parse(body))
  let count = 0
  return (request, response) => {
    readBody(request, (text) => {
      const values: unknown = JSON.parse(text)
      if (!isPost(values)) return refuse(response)
      count += 1
      const id = String(count).padStart(15, '0')
      const answer = JSON.stringify({ ...record, ...values, id })
      response.writeHead(200, { ...headers, 'content-length': String(Buffer.byteLength(answer)) })
      response.end(answer)
    })
  }
}

function readBody(request: IncomingMessage, act: (text: string) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => act(Buffer.concat(chunks).toString()))
}

/** The checks that the fields of the collection make, by hand. */
function isPost(values: unknown): values is object {
  if (typeof values !== 'object' || values === null) return false
  const { title, text, published, author, views } = { ...values } as Record<string, unknown>
  return (
    typeof title === 'string' &&
    title !== '' &&
    title.length <= 5000 &&
    typeof text === 'string' &&
    text.length <= 5000 &&
    typeof published === 'boolean' &&
    typeof author === 'string' &&
    Number.isFinite(views)
  )
}

function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/json' })
  response.end('{}')
}
