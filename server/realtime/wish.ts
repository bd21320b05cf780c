import { z } from 'zod'
import { ApiError, apiError } from '../base/error.ts'
import { fieldPicker } from '../records/pick.ts'
import { parseRule, RuleError } from '../rules/index.ts'
import type { Wish } from './client.ts'

/** What a client may say of what it wants to hear. */
export interface WishOptions {
  /** `posts/*` or `posts/RECORD_ID`. */
  readonly topic: string
  readonly filter?: string | undefined
  readonly expand?: string | undefined
  readonly fields?: string | undefined
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly headers?: Readonly<Record<string, unknown>> | undefined
}

/**
 * What a `subscribe` frame wishes for.
 *
 * Errors: `filter_broken` 400, also for one of more than `longest` bytes; `fields_broken` 400.
 *
 * @example wishOf({ topic: 'posts/*', filter: 'price > 10' }, limits.filter)
 */
export function wishOf(options: WishOptions, longest: number): Wish {
  const { topic, filter = '', expand = '', fields = '' } = options
  const [collection = '', record = ''] = topic.split('/')
  checkFilter(filter, longest)
  if (fields !== '') fieldPicker(fields)
  const asked = Object.entries({ filter, expand, fields }).filter(([, text]) => text !== '')
  const query = texts({ ...options.query, ...Object.fromEntries(asked) }, (name) => name)
  return { collection, record, filter, expand, fields, query, headers: texts(options.headers, snakeCase) }
}

/**
 * What a topic of the official SDKs wishes for: `posts/*`, `posts/RECORD_ID`, or `posts` for all of them, with
 * `?options={"query":…,"headers":…}` behind it (contract services.md §3.3). Undefined for a topic on which no record
 * ever speaks. Nothing is refused: what cannot be read or does not fit is heard of by nobody.
 *
 * @example wishOfTopic('posts/*?options=%7B%22query%22%3A%7B%22filter%22%3A%22price%3E10%22%7D%7D')
 */
export function wishOfTopic(name: string): Wish | undefined {
  const [path = ''] = name.split('?', 1)
  const [collection = '', record = '*', ...rest] = path.split('/')
  if (collection === '' || collection.startsWith('@') || record === '' || rest.length > 0) return undefined
  const options = readOptions(new URLSearchParams(name.slice(path.length + 1)).get('options'))
  const query = texts(options.query, (key) => key)
  const { filter = '', expand = '', fields = '' } = query
  if (fields !== '' && !canPick(fields)) return undefined
  return { collection, record, filter, expand, fields, query, headers: texts(options.headers, snakeCase) }
}

const map = z.record(z.string(), z.unknown()).optional().catch(undefined)
const optionsSchema = z.object({ query: map, headers: map })
type TopicOptions = z.infer<typeof optionsSchema>

/** Options that cannot be read are none (contract services.md §3.3). */
function readOptions(text: string | null): TopicOptions {
  if (text === null) return {}
  try {
    return optionsSchema.catch({}).parse(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

function canPick(fields: string): boolean {
  try {
    fieldPicker(fields)
    return true
  } catch (error) {
    if (error instanceof ApiError) return false
    throw error
  }
}

/** What the filter means depends on who asks and on the collection of then; here it only has to be a filter. */
function checkFilter(filter: string, longest: number): void {
  if (filter === '') return
  if (Buffer.byteLength(filter) > longest)
    throw apiError('filter_broken', { why: `it is longer than ${longest} bytes` })
  try {
    parseRule(filter)
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    throw apiError('filter_broken', { why: error.message }, { cause: error })
  }
}

function texts(
  values: Readonly<Record<string, unknown>> | undefined,
  nameOf: (name: string) => string,
): Record<string, string> {
  const found: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(values ?? {}))
    found[nameOf(name)] = typeof value === 'string' ? value : JSON.stringify(value)
  return found
}

/** `X-Token` is `x_token` (contract data.md §5.4). */
function snakeCase(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
}
