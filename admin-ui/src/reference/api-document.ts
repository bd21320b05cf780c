/** A JSON Schema, as far as the page shows it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly description?: string
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

interface RawOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

/** What `GET /api/openapi.json` answers, as far as the page needs it. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>
  readonly components: { readonly schemas: Schemas }
}

/** The schemas that others point to, by name. */
export type Schemas = Readonly<Record<string, Schema>>

/** One way to call the API. */
export interface Operation {
  readonly id: string
  readonly tag: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly parameters: readonly Parameter[]
  /** What it takes, by its types; empty for no body. */
  readonly bodies: readonly (readonly [type: string, schema: Schema])[]
  /** What it answers when all goes well; `type` is empty for an answer without a body. */
  readonly status: string
  readonly answerType: string
  readonly answer?: Schema
}

/** All operations of a document: first the app's own collections, then the platform, then the system's collections. */
export function operationsOf({ paths }: ApiDocument): Operation[] {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, raw]) => operationOf(path, method.toUpperCase(), raw)),
  )
  return all.toSorted((a, b) => placeOf(a.tag) - placeOf(b.tag))
}

function placeOf(tag: string): number {
  if (tag.startsWith('_')) return 2
  return tag === 'platform' || tag.startsWith('platform: ') ? 1 : 0
}

function operationOf(path: string, method: string, raw: RawOperation): Operation {
  const { operationId: id, tags, summary, parameters = [], requestBody, responses } = raw
  const [status = '', response] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? []
  const [answerType = '', answer] = Object.entries(response?.content ?? {})[0] ?? []
  const bodies = Object.entries(requestBody?.content ?? {}).map(
    ([type, { schema }]) => [type, schema] as const,
  )
  const common = { id, tag: tags[0] ?? '', method, path, summary, parameters, bodies, status, answerType }
  return { ...common, ...(answer && { answer: answer.schema }) }
}

/** What a schema points to; itself where it points to nothing. */
export function resolve(schema: Schema, schemas: Schemas): Schema {
  const name = refName(schema)
  return name === undefined ? schema : (schemas[name] ?? {})
}

/** `Collection` of `#/components/schemas/Collection`. */
export function refName({ $ref }: Schema): string | undefined {
  return $ref?.slice($ref.lastIndexOf('/') + 1)
}
