import { afterAll, expect, test } from 'vitest'
import type { RulePart } from '../records/explain-tree.ts'
import { type Reply, testApp } from './test-app.ts'

const { call, collection, record, signIn, superuser } = await testApp({}, afterAll)
const PASSWORD = 'sambal-terasi-9'
const account = { password: PASSWORD, passwordConfirm: PASSWORD, verified: true }
const ann = await record('users', { ...account, email: 'ann@example.com', name: 'Ann' })
const bob = await record('users', { ...account, email: 'bob@example.com', name: 'Bob' })
const tokens = new Map<string, string | undefined>([
  [ann.id, await signIn('users', 'ann@example.com')],
  [bob.id, await signIn('users', 'bob@example.com')],
])
const teams = await collection({
  name: 'teams',
  fields: [
    { name: 'name', type: 'text' },
    { name: 'members', type: 'relation', collectionId: '_pb_users_auth_', maxSelect: 9 },
  ],
})
await collection({
  name: 'notes',
  viewRule: '',
  createRule: '',
  fields: [
    { name: 'title', type: 'text' },
    { name: 'pages', type: 'number' },
    { name: 'owner', type: 'relation', collectionId: '_pb_users_auth_' },
    { name: 'team', type: 'relation', collectionId: teams.id },
  ],
})
const kitchen = await record('teams', { name: 'kitchen', members: [ann.id, bob.id] })
const empty = await record('teams', { name: 'empty' })
const notes = [
  await record('notes', { title: 'of Ann', pages: 5, owner: ann.id, team: kitchen.id }),
  await record('notes', { title: 'of Bob', pages: 0, owner: bob.id, team: empty.id }),
  await record('notes', { title: '' }),
]

const about = { collection: 'notes', record: notes[0]?.id }

function explain(body: unknown): Promise<Reply> {
  return call('POST', '/api/rules/explain', { token: superuser, body })
}

const rules = [
  '@request.auth.id != ""',
  'owner = @request.auth.id',
  'owner.name = "Ann" && pages > 1',
  '@request.auth.id != "" && (pages = 0 || team.name = "kitchen")',
  'team.members.id ?= @request.auth.id',
  'team.members.name = "Ann"',
  'team.members.name ?= "Ann" && team.members.name ?= "Bob"',
  'team.members:length > 1 || title ~ "of"',
  '@collection.teams.name ?= title',
  'owner.email = ""',
  '@request.method = "GET" && @request.query.key = "1"',
  '@request.body.title = title',
  'title:lower = "of ann"',
]

test.each(rules)('what is explained of "%s" is what a view answers', async (rule) => {
  await call('PATCH', '/api/collections/notes', { token: superuser, body: { viewRule: rule } })
  const actors = [undefined, ann.id, bob.id]
  const seen: [boolean, boolean][] = []
  for (const actor of actors) {
    for (const { id } of notes) {
      const token = actor === undefined ? undefined : tokens.get(actor)
      const path = `/api/collections/notes/records/${id}?key=1`
      const { status } = await call('GET', path, token === undefined ? {} : { token })
      const { json } = await explain({
        collection: 'notes',
        rule: 'viewRule',
        actor: actor === undefined ? null : { collection: 'users', id: actor },
        record: id,
        query: { key: '1' },
      })
      expect(json.tree.holds).toBe(json.allowed)
      seen.push([json.allowed, status === 200])
    }
  }
  for (const [explained, answered] of seen) expect(explained).toBe(answered)
})

test('a create is explained on the record that would be', async () => {
  const rule =
    'owner = @request.auth.id && title:lower != "" && @request.body.pages:isset = false && team.name ?= "kitchen"'
  await call('PATCH', '/api/collections/notes', { token: superuser, body: { createRule: rule } })
  const bodies = [
    { title: 'New', owner: ann.id, team: kitchen.id },
    { title: 'New', owner: ann.id, team: empty.id },
    { title: 'New', owner: bob.id, team: kitchen.id },
    { title: '', owner: ann.id, team: kitchen.id },
    { title: 'New', owner: ann.id, team: kitchen.id, pages: 1 },
  ]
  const answers: [boolean, number][] = []
  for (const body of bodies) {
    const actor = { collection: 'users', id: ann.id }
    const { json } = await explain({ collection: 'notes', rule: 'createRule', actor, body })
    const token = tokens.get(ann.id) ?? ''
    const { status } = await call('POST', '/api/collections/notes/records', { token, body })
    answers.push([json.allowed, status])
  }
  expect(answers).toEqual([
    [true, 200],
    [false, 400],
    [false, 400],
    [false, 400],
    [false, 400],
  ])
})

test('every part has its place, its values and its own verdict', async () => {
  const text = '@request.auth.id != "" && (owner.name = "Bob" || team.members.name ?~ "n")'
  const { json } = await explain({
    collection: 'notes',
    text,
    actor: { collection: 'users', id: ann.id },
    record: notes[0]?.id,
  })
  const tree: RulePart = json.tree
  expect(json).toMatchObject({ allowed: true, reason: 'rule', rule: text })
  expect(tree).toMatchObject({
    kind: 'all',
    holds: true,
    parts: [
      { kind: 'compare', holds: true, from: 0, to: 22, left: { values: [ann.id] } },
      {
        kind: 'any',
        holds: true,
        parts: [
          { holds: false, text: 'owner.name = "Bob"', left: { values: ['Ann'] }, right: { values: ['Bob'] } },
          { holds: true, left: { values: expect.arrayContaining(['Ann', 'Bob']), isCut: false } },
        ],
      },
    ],
  })
})

test('nobody, everybody and superusers need no tree', async () => {
  const reasons = [
    { ...about, text: null },
    { ...about, text: '' },
    { ...about, text: null, actor: 'superuser' },
  ]
  const answers = await Promise.all(reasons.map(async (body) => (await explain(body)).json))
  expect(answers).toEqual([
    { allowed: false, reason: 'closed', rule: null, sentence: 'Superusers only.' },
    { allowed: true, reason: 'open', rule: '', sentence: 'Everyone, signed in or not.' },
    { allowed: true, reason: 'superuser', rule: null, sentence: 'Superusers only.' },
  ])
})

test('hashes and keys are shown to nobody', async () => {
  const { json } = await explain({
    collection: 'users',
    text: 'password != "" && tokenKey ~ "a"',
    record: ann.id,
  })
  expect(JSON.stringify(json)).not.toContain('$argon2')
  expect(json.tree.parts[0]).toMatchObject({ holds: true, left: { values: ['••••'] } })
})

test.each<[what: string, change: Readonly<Record<string, unknown>>, status: number, at: string]>([
  ['an unknown rule', { rule: 'readRule' }, 400, 'rule'],
  ['a rule that does not fit', { text: 'titel = 1' }, 400, 'rule'],
  ['a rule that cannot be parsed', { text: 'title =' }, 400, 'rule'],
  ['no record', { record: '' }, 400, 'record'],
  ['an unknown actor', { actor: { collection: 'users', id: 'nobody' } }, 400, 'actor'],
  ['an actor of another kind', { actor: 'king' }, 400, 'actor'],
])('%s is a problem of its own field', async (_, change, status, at) => {
  const answer = await explain({ ...about, ...change })
  expect(answer.status).toBe(status)
  expect(Object.keys(answer.json.data)).toEqual([at])
})

test('only superusers may ask, and what is not there is not found', async () => {
  expect((await call('POST', '/api/rules/explain', { body: about })).status).toBe(401)
  const token = tokens.get(ann.id) ?? ''
  expect((await call('POST', '/api/rules/explain', { token, body: about })).status).toBe(403)
  expect((await explain({ ...about, collection: 'nothing' })).status).toBe(404)
  expect((await explain({ ...about, record: 'nothing' })).status).toBe(404)
})
