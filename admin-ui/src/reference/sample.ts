import { resolve, type Schema, type Schemas } from './api-document.ts'

/** How far an example goes into what it is made of. */
const DEEPEST = 4

/** A value that a schema allows, to begin with: required keys, or all where none is required. */
export function sampleOf(given: Schema, schemas: Schemas, depth = 0): unknown {
  const schema = resolve(given, schemas)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum.find((value) => value !== '') ?? ''
  if (schema.anyOf?.[0]) return sampleOf(schema.anyOf[0], schemas, depth)
  if (schema.properties) return depth > DEEPEST ? {} : objectSample(schema, schemas, depth)
  if (schema.type === 'array') {
    const isDeep = depth > DEEPEST || !schema.items || resolve(schema.items, schemas).type === undefined
    return isDeep || !schema.items ? [] : [sampleOf(schema.items, schemas, depth + 1)]
  }
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  if (type === 'integer' || type === 'number') return 0
  if (type === 'boolean') return false
  return type === 'string' ? '' : type === undefined ? null : {}
}

function objectSample(schema: Schema, schemas: Schemas, depth: number): object {
  const entries = Object.entries(schema.properties ?? {})
  const { required = [] } = schema
  const needed = entries.filter(([name]) => required.includes(name))
  // Keys such as `price+` mean a change to what is there: no start for an example.
  const plain = entries.filter(([name]) => /^\w+$/.test(name))
  const shown = needed.length > 0 ? needed : plain
  return Object.fromEntries(shown.map(([name, part]) => [name, sampleOf(part, schemas, depth + 1)]))
}
