import type { Call, Name, Term } from './ast.ts'
import { type Path, toPath } from './bind-path.ts'
import type { Telling } from './telling.ts'

/**
 * One side of a comparison in words.
 *
 * @example subjectOf(telling, { kind: 'name', name: 'author.team.name', from: 0, to: 16 }) // 'name of team of author'
 */
export function subjectOf(telling: Telling, term: Term): string {
  switch (term.kind) {
    case 'text':
      return JSON.stringify(term.value)
    case 'number':
      return String(term.value)
    case 'call':
      return callOf(telling, term)
    case 'name':
      return nameOf(telling, term)
  }
}

function callOf(telling: Telling, { name, args }: Call): string {
  if (name === 'geoDistance') {
    const [lonA, latA, lonB, latB] = args
    return telling.words.distance(pointOf(telling, lonA, latA), pointOf(telling, lonB, latB))
  }
  const told = args.map((arg) => subjectOf(telling, arg))
  const [format = '', time = telling.words.macros['@now'] ?? '', ...modifiers] = told
  return telling.words.formatted([time, ...modifiers].join(' '), format)
}

/** The two halves of one field are that field. */
function pointOf(telling: Telling, lon: Term | undefined, lat: Term | undefined): string {
  if (!lon || !lat) return ''
  const whole = lon.kind === 'name' && lon.name.endsWith('.lon') ? lon.name.slice(0, -'.lon'.length) : ''
  if (whole !== '' && lat.kind === 'name' && lat.name === `${whole}.lat`)
    return nameOf(telling, { kind: 'name', name: whole, from: lon.from, to: lon.to })
  return `(${subjectOf(telling, lat)}, ${subjectOf(telling, lon)})`
}

function nameOf(telling: Telling, term: Name): string {
  const { words, collection } = telling
  const macro = words.macros[term.name]
  if (macro !== undefined) return macro
  const literal = term.name.toLowerCase()
  if (!collection.field(term.name) && (literal === 'null' || literal === 'true' || literal === 'false'))
    return words.literals[literal]
  const path = toPath(term.name, term)
  const isOutside = path.segments[0]?.startsWith('@')
  return modified(telling, path, isOutside ? outside(telling, path) : chain(telling, path.segments))
}

function modified({ words }: Telling, { modifier }: Path, subject: string): string {
  if (modifier === 'length') return words.count(subject)
  if (modifier === 'each') return words.element(subject)
  return modifier === 'lower' ? words.lowerCase(subject) : subject
}

/** `a.b.c` is the c of the b of a; `comments_via_post.text` is the text of the comments that name it. */
function chain({ words }: Telling, segments: readonly string[]): string {
  const [first = '', ...rest] = segments.map((segment) => {
    const via = segment.lastIndexOf('_via_')
    return via < 0 ? segment : words.naming(segment.slice(0, via), segment.slice(via + '_via_'.length))
  })
  return rest.reduce((owner, field) => words.of(field, owner), first)
}

function outside(telling: Telling, { segments }: Path): string {
  const { words } = telling
  const [root, part = '', ...rest] = segments
  if (root === '@collection') {
    const [name = ''] = part.split(':')
    return words.inCollection(chain(telling, rest), name)
  }
  if (part === 'method') return words.method
  if (part === 'context') return words.purpose
  if (part === 'channel') return rest[0] === 'key' ? words.channel.key : words.channel.name
  if (part === 'query') return words.queryParameter(rest.join('.'))
  if (part === 'headers') return words.header(rest.join('.'))
  if (part === 'body') return words.submitted(chain(telling, rest))
  const [field = '', ...further] = rest
  return chain(telling, [words.ofRequester(field), ...further])
}
