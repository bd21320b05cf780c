import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { refName, resolve, type Schema, type Schemas } from './api-document.ts'
import { typeWords } from './type-words.ts'

interface TreeProps {
  schema: Schema
  schemas: Schemas
  /** The names on the way here: one that comes again is not opened again. */
  path?: readonly string[]
}

/** What a value is made of, key by key; what lies deeper opens. */
export function SchemaTree({ schema, schemas, path = [] }: TreeProps): ReactNode {
  const { whole, within } = insideOf(schema, schemas, path)
  if (!whole.properties) {
    return <p className="font-mono text-xs break-words text-text-2">{typeWords(schema)}</p>
  }
  return (
    <ul className="divide-y divide-line border-y border-line">
      {Object.entries(whole.properties).map(([name, part]) => (
        <li key={name}>
          <Key
            name={name}
            schema={part}
            schemas={schemas}
            path={within}
            isNeeded={whole.required?.includes(name) === true}
          />
        </li>
      ))}
    </ul>
  )
}

interface KeyProps extends Required<TreeProps> {
  name: string
  isNeeded: boolean
}

function Key({ name, schema, schemas, path, isNeeded }: KeyProps): ReactNode {
  const { reference } = useMessages()
  const { whole, isSeen } = insideOf(schema, schemas, path)
  const description = schema.description ?? resolve(schema, schemas).description
  const head = (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
      <code className="font-mono text-xs font-medium break-all text-text-1">{name}</code>
      <code className="min-w-0 font-mono text-xs break-words text-text-2">{typeWords(schema)}</code>
      {!isNeeded && <span className="text-xs text-text-3">{reference.optional}</span>}
    </span>
  )
  const words = description !== undefined && (
    <p className="pt-0.5 text-xs text-pretty text-text-3">{description}</p>
  )
  if (!whole.properties || isSeen) {
    return (
      <div className="py-2 pl-5">
        {head}
        {words}
      </div>
    )
  }
  return (
    <details className="py-2">
      <summary className="flex cursor-pointer items-baseline rounded-control">
        <ChevronRight
          size={12}
          strokeWidth={2}
          aria-hidden
          className="mr-2 shrink-0 translate-y-0.5 text-text-3 [details[open]>summary>&]:rotate-90"
        />
        {head}
      </summary>
      <div className="pt-1 pl-5">
        {words}
        <SchemaTree schema={schema} schemas={schemas} path={path} />
      </div>
    </details>
  )
}

/** The object inside of a reference, of a list, or of the first of several ways. */
function insideOf(
  schema: Schema,
  schemas: Schemas,
  path: readonly string[],
): { readonly whole: Schema; readonly within: readonly string[]; readonly isSeen: boolean } {
  const name = refName(schema)
  const found = resolve(schema, schemas)
  const within = name === undefined ? path : [...path, name]
  const isSeen = name !== undefined && path.includes(name)
  if (isSeen || found.properties) return { whole: found, within, isSeen }
  if (found.allOf) return { whole: joined(found.allOf, schemas), within, isSeen }
  const deeper = found.items ?? found.anyOf?.find((part) => resolve(part, schemas).properties)
  return deeper ? insideOf(deeper, schemas, within) : { whole: found, within, isSeen }
}

function joined(parts: readonly Schema[], schemas: Schemas): Schema {
  const all = parts.map((part) => resolve(part, schemas))
  return {
    type: 'object',
    properties: Object.assign({}, ...all.map(({ properties }) => properties ?? {})),
    required: all.flatMap(({ required = [] }) => required),
  }
}
