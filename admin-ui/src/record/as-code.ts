/** A request on one record, to be copied. */
export interface RecordCall {
  /** Where the server is, without `/api`. */
  server: string
  collection: string
  /** Absent for a new record. */
  id?: string | undefined
  /** What is sent; absent for a look at it. */
  body?: Readonly<Record<string, unknown>> | undefined
}

/**
 * The request as a command of curl, for a shell of Unix. The token is left to be filled in.
 *
 * @example asCurl({ server: 'http://127.0.0.1:8090', collection: 'dishes', id: 'soto00000000001' })
 */
export function asCurl({ server, collection, id, body }: RecordCall): string {
  const path = [server, 'api/collections', encodeURIComponent(collection), 'records']
  if (id !== undefined) path.push(encodeURIComponent(id))
  const method = body === undefined ? '' : ` -X ${id === undefined ? 'POST' : 'PATCH'}`
  const lines = [`curl${method} ${quoted(path.join('/'))}`, `-H "Authorization: $TOKEN"`]
  const files = body === undefined ? [] : Object.entries(body).flatMap(filesOf)
  if (files.length > 0) {
    const rest = Object.entries(body ?? {}).filter((entry) => filesOf(entry).length === 0)
    if (rest.length > 0)
      lines.push(`-F ${quoted(`@jsonPayload=${JSON.stringify(Object.fromEntries(rest))}`)}`)
    lines.push(...files.map(([key, name]) => `-F ${quoted(`${key}=@${name}`)}`))
  } else if (body !== undefined) {
    lines.push(`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`)
  }
  return lines.join(' \\\n  ')
}

/**
 * The request as a line of the SDK.
 *
 * @example asSdk({ server, collection: 'dishes', id: 'soto00000000001', body: { price: 3 } })
 */
export function asSdk({ collection, id, body }: RecordCall): string {
  const target = `await dapur.collection(${JSON.stringify(collection)})`
  const values = body === undefined ? '' : JSON.stringify(body, nameFiles, 2)
  if (id === undefined) return `${target}.create(${values})`
  if (body === undefined) return `${target}.get(${JSON.stringify(id)})`
  return `${target}.update(${JSON.stringify(id)}, ${values})`
}

/** In single quotes a shell reads nothing but the end of them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function filesOf([key, value]: [string, unknown]): [string, string][] {
  return [value].flat().flatMap((one): [string, string][] => (one instanceof File ? [[key, one.name]] : []))
}

/** A file has no text of its own; its name says which one to take. */
function nameFiles(_: string, value: unknown): unknown {
  return value instanceof File ? value.name : value
}
