/** Random rules, records and requests for `agree.test.ts`. */
import * as fc from 'fast-check'
import type { Cell } from '../storage/dialect.ts'
import values from './agree-values.json' with { type: 'json' }
import { parseRule } from './index.ts'
import { bindPredicateIn } from './predicate.ts'
import { type Language, language } from './operators.ts'
import type { RuleContext, ScopeCollection } from './scope.ts'
import { type Cells, collection, contextOf, field, World } from './trial.suite.ts'

const { texts, numbers, dates, lists, oddLists, jsons, names, calls } = values
const points = ['{"lon":1.5,"lat":2}', '{"lon":0,"lat":0}', '{"lat":-91,"lon":181}']

const orNull = <T>(values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 12 }, { arbitrary: fc.constant(null), weight: 1 })

const recordCells: fc.Arbitrary<Cells> = fc.record({
  s: orNull(texts),
  u: orNull(texts),
  n: orNull(numbers),
  m: orNull(numbers),
  b: orNull([0, 1]),
  d: orNull(dates),
  e: orNull(dates),
  tags: orNull([...lists, ...oddLists]),
  kinds: orNull(lists),
  owner: orNull([...texts, ...lists, ...oddLists]),
  j: orNull(jsons),
  g: orNull(points),
})

const userCells: fc.Arbitrary<Cells> = fc.record({
  id: fc.constantFrom('u1', 'a'),
  email: fc.constantFrom('', 'a@example.com', 'É@example.com'),
  emailVisibility: fc.constantFrom(0, 1),
  verified: fc.constantFrom(0, 1),
  role: orNull(texts),
  level: orNull(numbers),
  badges: orNull(lists),
  extra: orNull(jsons),
})

const users: ScopeCollection = collection(
  'users',
  [
    field('email', 'text'),
    field('emailVisibility', 'boolean'),
    field('verified', 'boolean'),
    field('role', 'text'),
    field('level', 'number'),
    field('badges', 'list'),
    field('extra', 'json'),
  ],
  { type: 'auth' },
)
const tags = collection('tags', [field('name', 'text')])
const things: ScopeCollection = collection('things', [
  field('s', 'text'),
  field('u', 'text'),
  field('n', 'number'),
  field('m', 'number'),
  field('b', 'boolean'),
  field('d', 'date'),
  field('e', 'date'),
  field('tags', 'list', { target: tags.id }),
  field('kinds', 'list'),
  field('owner', 'text', { target: users.id }),
  field('j', 'json'),
  field('g', 'point'),
])

/** Random records; the same for every run, so that a failure can be looked at again. */
export const records: readonly Cells[] = fc
  .sample(recordCells, { seed: 39, numRuns: 160 })
  .map((row, index) => ({ id: `r${index}`, ...row }))

/** A table of them. */
export function agreeWorld(): World {
  const world = new World([things, users, tags])
  world.insert('things', records)
  return world
}

const submitted: fc.Arbitrary<unknown> = fc.oneof(
  orNull(texts),
  orNull(numbers),
  fc.boolean(),
  fc.array(fc.constantFrom('t1', 't2', 'a', ''), { maxLength: 3 }),
  fc.constantFrom({ a: 5 }, { a: ['x', 'y'] }, [1, { a: 'b' }]),
)

export const requests: fc.Arbitrary<RuleContext> = fc
  .record({
    cells: fc.oneof(fc.constant(null), userCells),
    method: fc.constantFrom('GET', 'POST'),
    query: fc.dictionary(fc.constantFrom('n', 'q', 's'), fc.constantFrom(...texts), { maxKeys: 3 }),
    headers: fc.dictionary(fc.constantFrom('x_token', 'n'), fc.constantFrom(...texts), { maxKeys: 2 }),
    body: fc.dictionary(
      fc.constantFrom('s', 'n', 'b', 'd', 'j', 'g', 'tags', 'owner', 'kinds', 'other'),
      submitted,
      { maxKeys: 6 },
    ),
    now: fc.constantFrom(Date.parse('2026-11-24T10:20:30.456Z'), Date.parse('2024-02-29T23:59:59.999Z')),
  })
  .map(({ cells, ...rest }) =>
    contextOf({
      ...rest,
      auth: cells && { id: String(cells['id']), collectionId: users.id, collectionName: users.name, cells },
    }),
  )

const textTerm = fc
  .constantFrom(...texts.filter((text) => !text.endsWith('\\')))
  .map((text) => `'${text.replaceAll("'", String.raw`\'`)}'`)
const numberTerm = fc.constantFrom(...numbers.map(String).filter((text) => !text.includes('e')))

const term = fc.oneof(
  { arbitrary: fc.constantFrom(...names), weight: 8 },
  { arbitrary: textTerm, weight: 5 },
  { arbitrary: numberTerm, weight: 2 },
  { arbitrary: fc.constantFrom(...calls), weight: 1 },
)
const sign = fc.constantFrom(
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  '~',
  '!~',
  '?=',
  '?!=',
  '?>',
  '?>=',
  '?<',
  '?<=',
  '?~',
  '?!~',
)
const comparison = fc.tuple(term, sign, term).map((parts) => parts.join(' '))

/** Rules that a record and a request are enough for. */
export const localRules: fc.Arbitrary<string> = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: comparison, weight: 3 },
    {
      arbitrary: fc
        .tuple(tie('rule'), fc.constantFrom('&&', '||'), tie('rule'))
        .map(([left, join, right]) => `(${left} ${join} ${right})`),
      weight: 1,
    },
  ),
})).rule

/** One comparison each: enough to find a fault in an operator, and quicker. */
export const comparisons: fc.Arbitrary<string> = comparison

export interface Faces {
  /** The language that SQLite is asked in. */
  readonly sql?: Language
  /** The language that is spoken in memory. */
  readonly memory?: Language
  /** How the request is seen in memory. */
  readonly seen?: (context: RuleContext) => RuleContext
}

/** The records about which SQLite and the predicate are of two minds. */
export function disagreements(
  world: World,
  rows: readonly Cells[],
  rule: string,
  context: RuleContext,
  faces: Faces = {},
): string[] {
  const predicate = bindPredicateIn(faces.memory ?? language, {
    scope: world.scope,
    collection: things,
    rule: parseRule(rule),
  })
  if (!predicate) throw new Error(`not local: ${rule}`)
  const found = new Set(world.ids('things', { rule, context }, faces.sql ?? language))
  const seen = faces.seen?.(context) ?? context
  return rows.filter((row) => predicate(row, seen) !== found.has(idOf(row))).map(idOf)
}

/** Whether a rule holds for a record that is not stored yet, and whether both faces say so. */
export function holdsVirtually(
  world: World,
  cells: Cells,
  rule: string,
  context: RuleContext,
): { readonly memory: boolean; readonly isSame: boolean } {
  const predicate = bindPredicateIn(language, {
    scope: world.scope,
    collection: things,
    rule: parseRule(rule),
    virtual: true,
  })
  if (!predicate) throw new Error(`not local: ${rule}`)
  const memory = predicate(cells, context)
  const found = world.ids('things', { rule, context, virtual: { table: '_new', cells } })
  return { memory, isSame: memory === found.length > 0 }
}

function idOf(row: Cells): string {
  const id: Cell | undefined = row['id']
  return String(id)
}
