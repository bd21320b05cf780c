import type { Operation, Schemas } from './api-document.ts'
import { sampleOf } from './sample.ts'

export const languages = ['sdk', 'fetch', 'curl'] as const
export type CodeLanguage = (typeof languages)[number]

/** The same call as code, with the parts that are the caller's in capitals. */
export function codeExample(
  language: CodeLanguage,
  operation: Operation,
  { origin, schemas }: { readonly origin: string; readonly schemas: Schemas },
): string {
  const { method, bodies } = operation
  const [type, schema] = bodies.find(([name]) => name === 'application/json') ?? bodies[0] ?? []
  const isJson = type === 'application/json'
  const body = schema && isJson ? sampleOf(schema, schemas) : undefined
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())
  if (language === 'curl') return curl(`${origin}${path}`, method, { type, body })
  if (language === 'fetch') return fetchCode(`${origin}${path}`, method, { type, body })
  return sdkCode(operation, body)
}

interface Sent {
  readonly type: string | undefined
  readonly body: unknown
}

function curl(url: string, method: string, { type, body }: Sent): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}'${url}'`, `-H "Authorization: $TOKEN"`]
  if (type === 'multipart/form-data') lines.push(`-F 'file=@FILE'`)
  else if (type !== undefined) lines.push(`-H 'Content-Type: ${type}'`)
  if (body !== undefined) lines.push(`-d '${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`)
  else if (type !== undefined && type !== 'multipart/form-data') lines.push(`--data-binary @FILE`)
  return lines.join(' \\\n  ')
}

function fetchCode(url: string, method: string, { type, body }: Sent): string {
  const headers =
    type === undefined || type === 'multipart/form-data'
      ? '{ Authorization: token }'
      : `{ Authorization: token, 'Content-Type': '${type}' }`
  const lines = [`const response = await fetch('${url}', {`]
  if (method !== 'GET') lines.push(`  method: '${method}',`)
  lines.push(`  headers: ${headers},`)
  if (body !== undefined) lines.push(`  body: JSON.stringify(${literal(body)}),`)
  else if (type !== undefined)
    lines.push(type === 'multipart/form-data' ? '  body: formData,' : '  body: file,')
  return [...lines, '})'].join('\n')
}

/** Records and sign-in have calls of their own; everything else goes through `send`. */
function sdkCode(operation: Operation, body: unknown): string {
  const { id, tag, method, path } = operation
  const records = `await dapur.collection('${tag}')`
  const given = literal(body ?? {}, '')
  const calls: Readonly<Record<string, string>> = {
    [`${tag}.list`]: `const page = ${records}.list({\n  sort: '-id',\n  perPage: 30,\n})`,
    [`${tag}.get`]: `const record = ${records}.get(ID)`,
    [`${tag}.create`]: `const record = ${records}.create(${given})`,
    [`${tag}.update`]: `const record = ${records}.update(ID, ${given})`,
    [`${tag}.delete`]: `${records}.delete(ID)`,
    [`${tag}.auth-with-password`]: `${records}.signIn({ email, password })`,
  }
  const known = path.startsWith(`/api/collections/${tag}/`) ? calls[id] : undefined
  if (known !== undefined) return known
  const hasPlace = operation.parameters.some((parameter) => parameter.in === 'path')
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `\${${name.toUpperCase()}}`)
  const address = hasPlace ? `\`${filled}\`` : `'${filled}'`
  const rest = body === undefined ? '' : `,\n  body: ${literal(body)},\n`
  return `await dapur.send({${rest === '' ? ' ' : '\n  '}method: '${method}', path: ${address}${rest === '' ? ' ' : rest}})`
}

/** JSON as one writes it in JavaScript. */
function literal(value: unknown, indent = '  '): string {
  const text = JSON.stringify(value, null, 2).replaceAll(
    /"((?:\\.|[^"\\])*)"(:?)/g,
    (quoted: string, words: string, colon: string) => {
      if (colon !== '' && /^[A-Za-z_]\w*$/.test(words)) return `${words}:`
      return /['\\]/.test(words) ? quoted : `'${words}'${colon}`
    },
  )
  return text.replaceAll('\n', `\n${indent}`)
}
