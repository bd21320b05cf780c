/** Faults that one face of the language may have; `agree.test.ts` has to find each of them. */
import { sql } from 'kysely'
import type { Sign } from './ast.ts'
import type { Faces } from './agree.suite.ts'
import {
  defineOperators,
  type Language,
  language,
  type Operator,
  type Primitives,
  primitives,
  type Quantifier,
} from './operators.ts'
import { toText, type Trait, type Truth, type Value } from './value.ts'

const { operators, every } = language

const withPrimitive = (change: Partial<Primitives>): Faces => ({
  memory: { ...language, operators: defineOperators({ ...primitives, ...change }) },
})

const withTest = (sign: Sign, test: Operator['test']): Faces => ({
  memory: { ...language, operators: { ...operators, [sign]: { ...operators[sign], test } } },
})

const withSql = (sign: Sign, face: Operator['sql']): Faces => ({
  sql: { ...language, operators: { ...operators, [sign]: { ...operators[sign], sql: face } } },
})

const withEvery = (test: Quantifier['test']): Faces => ({
  memory: { ...language, every: { ...every, test } },
})

const withEverySql = (face: Quantifier['sql']): Faces => ({
  sql: { ...language, every: { ...every, sql: face } },
})

/** Change what an operator answers, knowing the values. */
const answering = (sign: Sign, change: (truth: Truth, left: Value, right: Value) => Truth): Faces =>
  withTest(sign, (left, right) => {
    const test = operators[sign].test(left, right)
    return (a, b) => change(test(a, b), a, b)
  })

/** Change what an operator knows of its operands. */
const knowing = (sign: Sign, change: (trait: Trait) => Trait): Faces =>
  withTest(sign, (left, right) => operators[sign].test(change(left), change(right)))

const speaking = (spoken: Partial<Language>): Faces => ({ sql: { ...language, ...spoken } })

export const faults: readonly (readonly [name: string, faces: Faces])[] = [
  ['texts are ordered as UTF-16', withPrimitive({ compareText: (a, b) => (a < b ? -1 : a > b ? 1 : 0) })],
  ['letter case is ignored beyond ASCII', withPrimitive({ foldCase: (text) => text.toLowerCase() })],
  ['letter case counts', withPrimitive({ foldCase: (text) => text })],
  ['numeric columns convert no text', withPrimitive({ toNumeric: (value) => value })],
  [
    'an empty text converts to zero',
    withPrimitive({ toNumeric: (value) => (value === '' ? 0 : primitives.toNumeric(value)) }),
  ],
  ['a whole REAL has no decimals', withPrimitive({ toText: (value) => toText(value, true) })],
  ['a whole INTEGER has decimals', withPrimitive({ toText: (value) => toText(value, false) })],
  [
    'a number has its shortest text',
    withPrimitive({ toText: (value) => (value === null ? null : String(value)) }),
  ],
  [
    '% in a pattern is a letter',
    withPrimitive({ toPattern: (text) => `%${text.replaceAll('%', String.raw`\%`)}%` }),
  ],
  [
    '_ in a pattern is a wildcard',
    withPrimitive({ toPattern: (text) => primitives.toPattern(text).replaceAll(String.raw`\_`, '_') }),
  ],
  [
    'a pattern stands for the whole text',
    withPrimitive({ toPattern: (text) => primitives.toPattern(text).slice(1, -1) }),
  ],
  ['a backslash in a pattern always escapes', withPrimitive({ toPattern: (text) => `%${text}%` })],
  ['> is >=', withTest('>', operators['>='].test)],
  ['<= is <', withTest('<=', operators['<'].test)],
  ['> of NULL is false and not unknown', answering('>', (truth) => truth ?? false)],
  ['< of NULL is true', answering('<', (truth) => truth ?? true)],
  ['!~ of NULL is true', answering('!~', (truth) => truth ?? true)],
  ['!= of NULL is unknown', answering('!=', (truth, a, b) => (a === null || b === null ? null : truth))],
  [
    '= tells NULL from an empty text',
    answering('=', (truth, a, b) => (a === null && b === '' ? false : truth)),
  ],
  ['JSON takes NULL for an empty text', knowing('=', (trait) => ({ ...trait, isExact: false }))],
  ['all fields tell NULL from an empty text', knowing('!=', (trait) => ({ ...trait, isExact: true }))],
  ['what is bound counts as a column', knowing('=', (trait) => ({ ...trait, isBound: false }))],
  ['a parameter is taken as it is by ~', knowing('~', (trait) => ({ ...trait, isParameter: false }))],
  ['columns have no affinity', knowing('>', (trait) => ({ ...trait, affinity: 'none' }))],
  [
    'list items are converted to text',
    knowing('>', (trait) => (trait.affinity === 'blob' ? { ...trait, affinity: 'none' } : trait)),
  ],
  [
    '~ looks the other way round',
    withTest('~', (left, right) => (a, b) => operators['~'].test(right, left)(b, a)),
  ],
  [
    'numbers come after texts',
    answering('>', (truth, a, b) => (typeof a !== typeof b && truth !== null ? !truth : truth)),
  ],
  ['one of all values is enough', withEvery((joined) => joined)],
  [
    'an unknown answer speaks against it',
    withEvery((joined, compared) => joined === true && [...compared].every(Boolean)),
  ],
  ['no value at all satisfies everything', withEvery((_, compared) => ![...compared].includes(false))],
  ['only the first value is looked at', withEvery((joined, [first]) => joined === true && first !== false)],
  ['SQL: one of all values is enough', withEverySql((joined) => joined)],
  [
    'SQL: an unknown answer speaks against it',
    withEverySql(
      (joined, compared, exists) => sql`(${joined} AND NOT ${exists(sql`(${compared}) IS NOT TRUE`)})`,
    ),
  ],
  [
    'SQL: the joined row is not looked at',
    withEverySql((_, compared, exists) => sql`NOT ${exists(sql`NOT (${compared})`)}`),
  ],
  ['SQL: = is never COALESCE', withSql('=', (a, b) => sql`${a.sql} = ${b.sql}`)],
  ['SQL: = is always IS', withSql('=', (a, b, dialect) => dialect.is(a.sql, b.sql))],
  ['SQL: != does not know NULL', withSql('!=', (a, b) => sql`${a.sql} != ${b.sql}`)],
  ['SQL: ~ takes a parameter as it is', withSql('~', (a, b, dialect) => dialect.like(a.sql, b.sql))],
  ['SQL: >= is >', withSql('>=', operators['>'].sql)],
  [
    'SQL: !~ is ~',
    speaking({ operators: { ...operators, '!~': { ...operators['!~'], sql: operators['~'].sql } } }),
  ],
  ['the clock is an hour off', { seen: (context) => ({ ...context, now: context.now + 3_600_000 }) }],
  [
    'a guest is somebody',
    {
      seen: (context) => ({
        ...context,
        auth: context.auth ?? { id: 'u1', collectionId: 'x', collectionName: 'x', cells: {} },
      }),
    },
  ],
]
