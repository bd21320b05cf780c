/** A small world for the tests of names, of what clients may use, and of statements. */
import { RuleError } from './index.ts'
import type { RuleContext, ScopeCollection } from './scope.ts'
import { type Asked, type Cells, collection, contextOf, field, World } from './trial.suite.ts'

export const users: ScopeCollection = collection(
  'users',
  [
    field('email', 'text'),
    field('emailVisibility', 'boolean'),
    field('name', 'text'),
    field('role', 'text'),
    field('team', 'text', { target: 'pbc_teams' }),
    field('secret', 'json', { isHidden: true }),
  ],
  { type: 'auth' },
)
const teams = collection('teams', [field('name', 'text'), field('lead', 'text', { target: users.id })], {
  listRule: null,
})
const notes = collection('notes', [
  field('title', 'text'),
  field('pages', 'number'),
  field('owner', 'text', { target: users.id }),
  field('friends', 'list', { target: users.id }),
  field('parent', 'text', { target: 'pbc_notes' }),
  field('labels', 'list'),
  field('data', 'json'),
  field('hash', 'text', { type: 'password' }),
  field('hidden', 'text', { target: users.id, isHidden: true }),
  field('True', 'text'),
])
const view = collection('summary', [field('total', 'number')], { type: 'view' })

export const world: World = new World([users, teams, notes, view])
world.insert('users', [
  {
    id: 'u1',
    name: 'Ann',
    email: 'ann@a.com',
    emailVisibility: 1,
    role: 'chef',
    team: 't1',
    secret: '{"k":1}',
  },
  { id: 'u2', name: 'Bob', email: 'bob@b.com', emailVisibility: 0, role: '', team: '', secret: '{"k":2}' },
])
world.insert('teams', [{ id: 't1', name: 'kitchen', lead: 'u1' }])
world.insert('notes', [
  {
    id: 'n1',
    title: 'One',
    pages: 5,
    owner: 'u1',
    friends: '["u1","u2"]',
    labels: '["a","b"]',
    data: '{"a":1}',
    hidden: 'u1',
  },
  {
    id: 'n2',
    title: 'two',
    pages: 0,
    owner: '',
    friends: '["u2"]',
    parent: 'n1',
    labels: '[]',
    data: '"x"',
    hidden: 'u2',
  },
])

const ann: Cells = world.rows('users')[0] ?? {}
export const asAnn: Partial<RuleContext> = {
  auth: { id: 'u1', collectionId: users.id, collectionName: 'users', cells: ann },
}

/** The notes for which a rule holds. */
export function ids(rule: string, change: Partial<RuleContext> = {}): string {
  return world
    .ids('notes', { rule, context: contextOf(change) })
    .toSorted()
    .join(' ')
}

/** Why a question is refused. */
export function refusal(asked: Asked, name = 'notes'): RuleError {
  try {
    world.compile(name, asked)
  } catch (error) {
    if (error instanceof RuleError) return error
    throw error
  }
  throw new Error(`not refused: ${JSON.stringify(asked)}`)
}
