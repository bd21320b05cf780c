import { z } from 'zod'
import { systemAsk } from '../auth/system-ask.ts'
import { importCollections } from '../collections/import.ts'
import { createRecord } from '../records/create.ts'
import { type Explanation, explainRule } from '../records/explain.ts'
import type { House } from '../records/house.ts'

const verbs = ['list', 'view', 'create', 'update', 'delete', 'manage', 'auth'] as const
export type RuleVerb = (typeof verbs)[number]

type Values = Readonly<Record<string, unknown>>

/** Somebody may do something, or may not. */
export interface RuleTest {
  /** The name of a record of an auth collection; null for a guest; `superuser`. */
  readonly as: string | null
  readonly may?: RuleVerb | undefined
  readonly mayNot?: RuleVerb | undefined
  /** The name of the record that it is about; for a create the `collection` and the `body` instead. */
  readonly record?: string | undefined
  readonly collection?: string | undefined
  readonly body?: Values | undefined
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** What a file of rule tests says: a small world, and who may do what in it. */
export interface RuleTests {
  /** A list of collections as the API answers them, or the path of a JSON file with one, from the file of the tests. */
  readonly collections: string | readonly Values[]
  /** By collection and by a name of your choice; `'@name'` in a value stands for the id of that record. */
  readonly records?: Readonly<Record<string, Readonly<Record<string, Values>>>> | undefined
  readonly tests: readonly RuleTest[]
}

const texts = z.record(z.string(), z.string())
const values = z.record(z.string(), z.unknown())
const schema: z.ZodType<RuleTests> = z.strictObject({
  collections: z.union([z.string(), z.array(values).min(1)]),
  records: z.record(z.string(), z.record(z.string(), values)).optional(),
  tests: z
    .array(
      z
        .strictObject({
          as: z.string().nullable(),
          may: z.enum(verbs).optional(),
          mayNot: z.enum(verbs).optional(),
          record: z.string().optional(),
          collection: z.string().optional(),
          body: values.optional(),
          query: texts.optional(),
          headers: texts.optional(),
        })
        .refine(({ may, mayNot }) => (may === undefined) !== (mayNot === undefined), 'say may or mayNot'),
    )
    .min(1),
})

/**
 * Write down who may do what, with completion in the editor; `dapur rules test FILE` tells whether it is so.
 *
 * @example export default ruleTests({ collections: './collections.json', tests: [{ as: null, may: 'list', … }] })
 */
export function ruleTests(tests: RuleTests): RuleTests {
  return tests
}

/** Read what a file exports. Errors: a plain Error that says what is wrong with it. */
export function parseRuleTests(exported: unknown): RuleTests {
  const result = schema.safeParse(exported)
  if (result.success) return result.data
  const problems = result.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || '(all)'}: ${message}`,
  )
  throw new Error(`The rule tests cannot be used:\n${problems.join('\n')}`)
}

/** What came of one test. */
export interface RuleVerdict {
  /** The test as a sentence. */
  readonly title: string
  readonly isRight: boolean
  readonly explanation: Explanation
}

/**
 * Make the world of the tests in a house that has nothing but the system's own collections, and ask.
 *
 * Errors: those of `importCollections`, `createRecord` and `explainRule`; a plain Error for a name that nothing has.
 *
 * @example const verdicts = await runRuleTests(house, suite, suite.collections)
 */
export async function runRuleTests(
  house: House,
  { records = {}, tests }: RuleTests,
  collections: readonly Values[],
): Promise<readonly RuleVerdict[]> {
  await importCollections(house, { collections, deleteMissing: false })
  const world = await makeRecords(house, records)
  const verdicts: RuleVerdict[] = []
  for (const test of tests) verdicts.push(await judge(house, world, test))
  return verdicts
}

interface Named {
  readonly collection: string
  readonly id: string
}

type World = ReadonlyMap<string, Named>

/** Long enough for every rule about passwords, and nobody's. */
const PASSWORD = 'a-password-of-nobody'

async function makeRecords(house: House, records: NonNullable<RuleTests['records']>): Promise<World> {
  const world = new Map<string, Named>()
  for (const [collection, byName] of Object.entries(records)) {
    const isAuth = house.catalog.current.find(collection)?.type === 'auth'
    for (const [name, body] of Object.entries(byName)) {
      if (world.has(name)) throw new Error(`Two records have the name "${name}".`)
      const account = isAuth ? { password: PASSWORD, passwordConfirm: PASSWORD } : {}
      const { cells } = await createRecord(house, systemAsk(house), collection, {
        ...account,
        ...(isAuth && body['email'] === undefined ? { email: `${name}@example.com` } : {}),
        ...resolve(world, body),
      })
      world.set(name, { collection, id: String(cells['id']) })
    }
  }
  return world
}

function resolve(world: World, body: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, idsIn(world, value)]))
}

function idsIn(world: World, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => idsIn(world, item))
  return typeof value === 'string' && value.startsWith('@') ? find(world, value.slice(1)).id : value
}

function find(world: World, name: string): Named {
  const found = world.get(name)
  if (found) return found
  throw new Error(`There is no record with the name "${name}"; records are made in the order of the file.`)
}

async function judge(house: House, world: World, test: RuleTest): Promise<RuleVerdict> {
  const verb = test.may ?? test.mayNot ?? 'view'
  const record = test.record === undefined ? undefined : find(world, test.record)
  const explanation = await explainRule(house, {
    collection: record?.collection ?? test.collection ?? '',
    rule: `${verb}Rule`,
    actor: test.as === null || test.as === 'superuser' ? test.as : find(world, test.as),
    record: record?.id ?? '',
    body: test.body ? resolve(world, test.body) : null,
    ...(test.query && { query: test.query }),
    ...(test.headers && { headers: test.headers }),
  })
  return {
    title: titleOf(test, verb),
    isRight: explanation.allowed === (test.may !== undefined),
    explanation,
  }
}

function titleOf({ as, may, record, collection, body }: RuleTest, verb: RuleVerb): string {
  const what = record ?? `${collection ?? ''} ${JSON.stringify(body ?? {})}`
  return `${as ?? 'a guest'} ${may === undefined ? 'may not' : 'may'} ${verb} ${what}`
}
