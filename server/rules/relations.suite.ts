/**
 * What rules over relations mean, told a second time and naively from contract data.md §5.7 and §5.8: try every combination
 * of related records.
 */
import type { Sign } from './ast.ts'
import { language } from './operators.ts'
import { type Cells, collection, field, World } from './trial.suite.ts'
import type { Trait, Truth, Value } from './value.ts'

const users = collection('users', [field('name', 'text'), field('n', 'number')])
const tags = collection('tags', [field('name', 'text')], { listRule: "name != 'secret'" })
const posts = collection('posts', [
  field('title', 'text'),
  field('n', 'number'),
  field('tags', 'list', { target: tags.id }),
  field('author', 'text', { target: users.id }),
])
const comments = collection(
  'comments',
  [
    field('post', 'text', { target: posts.id }),
    field('score', 'number'),
    field('by', 'text', { target: users.id }),
  ],
  { listRule: "score > 1 || by.name = 'Ann'" },
)
const profiles = collection('profiles', [
  field('user', 'text', { target: users.id, isUnique: true }),
  field('nick', 'text'),
])

/** Tables by name. */
export type Data = Readonly<Record<string, readonly Cells[]>>

export function relationWorld(data: Data): World {
  const world = new World([users, tags, posts, comments, profiles])
  for (const [name, rows] of Object.entries(data)) world.insert(name, rows)
  return world
}

type Row = Cells | null

/** One step of a path: which rows it leads to, at least one, which may be none. */
interface Step {
  readonly key: string
  readonly rows: (data: Data, from: Row) => readonly Row[]
  readonly isMulti: boolean
  /** The list rule of the collection. */
  readonly isListed?: (data: Data, row: Cells) => boolean
}

/** A path of the language with its meaning. */
export interface Path {
  readonly text: string
  readonly steps: readonly Step[]
  readonly value: (row: Row) => Value
  readonly trait: Trait
}

const open: Trait = { affinity: 'none', isExact: false, isBound: false, isParameter: false, isIntegral: true }
const text: Trait = { ...open, affinity: 'text' }
const number: Trait = { ...open, affinity: 'numeric' }
const constant: Trait = { ...open, isBound: true, isParameter: true, isIntegral: false }

const cell =
  (name: string) =>
  (row: Row): Value =>
    row?.[name] ?? null
const orNone = (rows: readonly Row[]): readonly Row[] => (rows.length === 0 ? [null] : rows)
const idsOf = (row: Row): readonly string[] => JSON.parse(String(row?.['tags'] ?? '[]')) as string[]
const byId = (data: Data, table: string, id: Value): Row =>
  data[table]?.find((row) => row['id'] === id) ?? null

const named = (name: string, table: string): Step => ({
  key: name,
  rows: (data, from) => [byId(data, table, from?.[name] ?? null)],
  isMulti: false,
})
const naming = (table: string, name: string, isMulti: boolean): Step => ({
  key: `${table}_via_${name}`,
  rows: (data, from) =>
    orNone((data[table] ?? []).filter((row) => from !== null && row[name] === from['id'])),
  isMulti,
})

const items: Step = {
  key: 'tags:each',
  rows: (_, from) => orNone(idsOf(from).map((id) => ({ value: id }))),
  isMulti: true,
}
const tag: Step = {
  key: 'tag',
  rows: (data, from) => [byId(data, 'tags', from?.['value'] ?? null)],
  isMulti: false,
  isListed: (_, row) => row['name'] !== 'secret',
}
const comment: Step = {
  ...naming('comments', 'post', true),
  isListed: (data, row) =>
    Number(row['score']) > 1 || byId(data, 'users', row['by'] ?? null)?.['name'] === 'Ann',
}
const every = (alias: string): Step => ({
  key: `@collection.tags${alias}`,
  rows: (data) => orNone(data['tags'] ?? []),
  isMulti: true,
})

const author = named('author', 'users')

export const paths: readonly Path[] = [
  { text: 'title', steps: [], value: cell('title'), trait: text },
  { text: 'n', steps: [], value: cell('n'), trait: number },
  { text: 'tags:length', steps: [], value: (row) => idsOf(row).length, trait: open },
  { text: 'author.id', steps: [], value: cell('author'), trait: text },
  { text: 'author.name', steps: [author], value: cell('name'), trait: text },
  { text: 'author.n', steps: [author], value: cell('n'), trait: number },
  { text: 'tags:each', steps: [items], value: cell('value'), trait: { ...open, affinity: 'blob' } },
  { text: 'tags.name', steps: [items, tag], value: cell('name'), trait: text },
  { text: 'tags.id', steps: [items, tag], value: cell('id'), trait: text },
  { text: 'comments_via_post.score', steps: [comment], value: cell('score'), trait: number },
  {
    text: 'Comments_via_post.by.name',
    steps: [comment, named('by', 'users')],
    value: cell('name'),
    trait: text,
  },
  {
    text: 'author.profiles_via_user.nick',
    steps: [author, naming('profiles', 'user', false)],
    value: cell('nick'),
    trait: text,
  },
  {
    text: 'author.posts_via_author.title',
    steps: [author, naming('posts', 'author', true)],
    value: cell('title'),
    trait: text,
  },
  {
    text: 'author.posts_via_author.tags:each',
    steps: [author, naming('posts', 'author', true), items],
    value: cell('value'),
    trait: { ...open, affinity: 'blob' },
  },
]

/** Paths that only rules may use. */
export const rulePaths: readonly Path[] = [
  { text: '@collection.tags.name', steps: [every('')], value: cell('name'), trait: text },
  { text: '@collection.tags:other.name', steps: [every(':other')], value: cell('name'), trait: text },
]

export interface Asked {
  readonly sign: Sign
  readonly isAny: boolean
  readonly left: Path
  readonly right: Path | string | number
}

export type Tree = Asked | { readonly join: '&&' | '||'; readonly parts: readonly Tree[] }

export function print(tree: Tree): string {
  if ('join' in tree) return `(${tree.parts.map(print).join(` ${tree.join} `)})`
  const { left, isAny, sign, right } = tree
  const other =
    typeof right === 'object' ? right.text : typeof right === 'string' ? `'${right}'` : String(right)
  return `${left.text} ${isAny ? '?' : ''}${sign} ${other}`
}

/** The rows that were chosen for the steps of all paths so far; equal steps share their row. */
type Choice = ReadonlyMap<string, Row>

function choices(data: Data, base: Cells, all: readonly Path[]): Choice[] {
  let found: Choice[] = [new Map()]
  for (const path of all) {
    path.steps.forEach((step, index) => {
      const key = keyOf(path, index)
      found = found.flatMap((choice) => {
        if (choice.has(key)) return [choice]
        const from = index === 0 ? base : (choice.get(keyOf(path, index - 1)) ?? null)
        return step.rows(data, from).map((row) => new Map(choice).set(key, row))
      })
    })
  }
  return found
}

function keyOf(path: Path, index: number): string {
  return path.steps
    .slice(0, index + 1)
    .map((step) => step.key)
    .join('.')
}

function valueIn(base: Cells, choice: Choice, path: Path): Value {
  const last = path.steps.length - 1
  return path.value(last < 0 ? base : (choice.get(keyOf(path, last)) ?? null))
}

function pathsIn(tree: Tree): readonly Path[] {
  if ('join' in tree) return tree.parts.flatMap(pathsIn)
  return typeof tree.right === 'object' ? [tree.left, tree.right] : [tree.left]
}

function holdsFor(data: Data, base: Cells, choice: Choice, tree: Tree): boolean {
  if ('join' in tree) {
    const test = (part: Tree): boolean => holdsFor(data, base, choice, part)
    return tree.join === '&&' ? tree.parts.every(test) : tree.parts.some(test)
  }
  const { left, right, sign, isAny } = tree
  const rightTrait = typeof right === 'object' ? right.trait : constant
  const compare = language.operators[sign].test(left.trait, rightTrait)
  const rightIn = (chosen: Choice): Value =>
    typeof right === 'object' ? valueIn(base, chosen, right) : right
  const at = (l: Choice, r: Choice): Truth => compare(valueIn(base, l, left), rightIn(r))
  if (at(choice, choice) !== true) return false
  if (isAny) return true
  const lefts = choices(data, base, [left])
  const rights = typeof right === 'object' ? choices(data, base, [right]) : [choice]
  return lefts.every((l) => rights.every((r) => at(l, r) !== false))
}

/** The ids of the posts for which a rule and a client's filter hold. */
export function expectedIds(data: Data, rule: Tree | undefined, filter: Tree | undefined): string[] {
  const asked = [rule, filter].filter((tree) => tree !== undefined)
  const guarded = filter ? pathsIn(filter) : []
  const isAllowed = (choice: Choice): boolean =>
    guarded.every((path) =>
      path.steps.every((step, index) => {
        const row = choice.get(keyOf(path, index)) ?? null
        return row === null || !step.isListed || step.isListed(data, row)
      }),
    )
  return (data['posts'] ?? [])
    .filter((post) =>
      choices(data, post, asked.flatMap(pathsIn)).some(
        (choice) => isAllowed(choice) && asked.every((tree) => holdsFor(data, post, choice, tree)),
      ),
    )
    .map((post) => String(post['id']))
}
