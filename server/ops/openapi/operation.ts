import type { JsonSchema } from './json-schema.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What is to be said of one way to call the API. */
export interface OperationNote {
  readonly id: string
  readonly tag: string
  readonly summary: string
  /** The keys of the query. */
  readonly query?: Readonly<Record<string, string>>
  /** The names in braces of the address. */
  readonly path?: readonly string[]
  readonly body?: JsonSchema
  readonly bodyTypes?: readonly string[]
  /** What a 200 carries; nothing for a 204. */
  readonly answer?: JsonSchema
  readonly answerType?: string
}

/** Operations by address and method, as OpenAPI has them. */
export type Paths = Record<string, Partial<Record<Method, object>>>

function operation(note: OperationNote): object {
  const { id, tag, summary, query = {}, path = [], body, bodyTypes = ['application/json'] } = note
  const text = { type: 'string' }
  const parameters = [
    ...path.map((name) => ({ name, in: 'path', required: true, schema: text })),
    ...Object.entries(query).map(([name, description]) => ({ name, in: 'query', description, schema: text })),
  ]
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: contentOf(bodyTypes, body) } }),
    responses: { ...success(note), default: { $ref: '#/components/responses/Error' } },
  }
}

function success({ answer, answerType = 'application/json' }: OperationNote): object {
  if (!answer) return { '204': { description: 'Done.' } }
  return { '200': { description: 'Well.', content: contentOf([answerType], answer) } }
}

function contentOf(types: readonly string[], schema: JsonSchema): object {
  return Object.fromEntries(types.map((type) => [type, { schema }]))
}

/**
 * Put an operation of an OpenAPI document at its address. Every error is the contract's envelope (data.md §1.5).
 *
 * @example addOperation(paths, 'get', '/api/health', { id: 'health', tag: 'platform', summary: 'Is all well?', answer: refTo('Health') })
 */
export function addOperation(paths: Paths, method: Method, address: string, note: OperationNote): void {
  const item = (paths[address] ??= {})
  item[method] = operation(note)
}

/** A schema of the document by its name. */
export function refTo(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}
