import { describe, expect, it } from 'vitest'
import { RuleError } from './index.ts'
import { asAnn, ids, refusal, world } from './notes.suite.ts'
import type { RuleContext } from './scope.ts'
import { collection, contextOf, field, World } from './trial.suite.ts'

describe('names', () => {
  it('data §5.3 macros are UTC and counted from the request, literals are 1, 0 and NULL', () => {
    const now = Date.parse('2024-02-29T10:20:30.456Z')
    const at: readonly (readonly [string, string | number])[] = [
      ['@now', "'2024-02-29 10:20:30.456Z'"],
      ['@yesterday', "'2024-02-28 10:20:30.456Z'"],
      ['@tomorrow', "'2024-03-01 10:20:30.456Z'"],
      ['@todayStart', "'2024-02-29 00:00:00.000Z'"],
      ['@todayEnd', "'2024-02-29 23:59:59.999Z'"],
      ['@monthStart', "'2024-02-01 00:00:00.000Z'"],
      ['@monthEnd', "'2024-02-29 23:59:59.999Z'"],
      ['@yearStart', "'2024-01-01 00:00:00.000Z'"],
      ['@yearEnd', "'2024-12-31 23:59:59.999Z'"],
      ['@second', 30],
      ['@minute', 20],
      ['@hour', 10],
      ['@day', 29],
      ['@month', 2],
      ['@weekday', 4],
      ['@year', 2024],
    ]
    for (const [macro, value] of at) expect(ids(`${macro} = ${value}`, { now }), macro).toBe('n1 n2')
    expect(ids('TRUE = 1 && False = 0 && NULL = null')).toBe('n1 n2')
  })

  it('data §5.4 a field hides a literal of its name', () => {
    expect(ids("True = ''")).toBe('n1 n2')
    expect(ids('true = 1')).toBe('n1 n2')
  })

  it.each([
    ["owner.name = 'Ann'", 'n1'],
    ["owner.id = 'u1'", 'n1'],
    ["owner.team.name = 'kitchen'", 'n1'],
    ["parent.owner.team.lead.name = 'Ann'", 'n2'],
    ["Notes_via_parent.title = 'two'", 'n1'],
    ["pbc_notes_via_parent.title ?= 'two'", 'n1'],
    ["@collection.TEAMS.name ?= 'kitchen'", 'n1 n2'],
    ["@collection.users.id ?= owner && @collection.users.role ?= 'chef'", 'n1'],
    ["data.a = 1 && labels:each ?= 'b' && title:lower = 'one'", 'n1'],
    ['title:isset = "One" && title:length = "One" && title:each = "One" && title:changed = "One"', 'n1'],
  ])('data §5.4 %s finds %s', (rule, expected) => {
    expect(ids(rule)).toBe(expected)
  })

  it.each([
    ["@request.auth.id = 'u1' && @request.auth.collectionName = 'users'", 'n1 n2'],
    ["@request.auth.role = 'chef' && @request.auth.role:lower = 'chef'", 'n1 n2'],
    ["@request.auth.team.name = 'kitchen'", 'n1 n2'],
    ['@request.auth.notes_via_owner.pages = 5', 'n1 n2'],
    ['@request.auth.secret.k = 1', 'n1 n2'],
    ['@request.auth.nothing = null && @request.auth.team.nothing.at.all = null', 'n1 n2'],
    ["@request.method = 'GET' && @request.context = 'default'", 'n1 n2'],
    ['@request.query.pages = 5 && @request.query.q = "5"', 'n1 n2'],
    ["@request.headers.x_token = 'T' && @request.headers.x_token:lower = 't'", 'n1 n2'],
    ['@request.query.q:isset = true && @request.query.z:isset = false', 'n1 n2'],
    ["@request.body.owner.name = 'Bob' && @request.body.friends.name ?= 'Ann'", 'n1 n2'],
    ['@request.body.friends:length = 2 && @request.body.friends:each ?= "u2"', 'n1 n2'],
    ['@request.body.parent.title = null && @request.body.parent:isset = false', 'n1 n2'],
    ['@request.body.data = \'{"a":[7]}\' && @request.body.data.a.0 = 7', 'n1 n2'],
    ['@request.body.title:changed = true', 'n2'],
    ["@request.body.extra.deep.0 = 'x' && @request.body.constructor = null", 'n1 n2'],
  ])('data §5.4 of the request: %s', (rule, expected) => {
    const request: Partial<RuleContext> = {
      ...asAnn,
      query: { pages: '5', q: '5' },
      headers: { x_token: 'T' },
      body: {
        title: 'One',
        owner: 'u2',
        friends: ['u1', 'u2'],
        data: { a: [7] },
        extra: { deep: ['x'] },
      },
    }
    expect(ids(rule, request)).toBe(expected)
  })

  it.each([
    'nothing = 1',
    'title.more = 1',
    'owner.nothing = 1',
    'notes_via_title.id = 1',
    'notes_via_parent = 1',
    'data..a = 1',
    'title:upper = 1',
    'title:lower:each = 1',
    '#title = 1',
    '@nothing = 1',
    '@request.nothing = 1',
    '@request.auth = 1',
    '@request.body = 1',
    '@request.method:isset = true',
    '@request.auth.id:length = 1',
    '@request.query.q:each = 1',
    '@request.body.title:length = 1',
    '@request.body.title:each = 1',
    '@request.body.nothing:changed = true',
    '@collection.nothing.id = 1',
    '@collection.notes = 1',
    'parent.parent.parent.parent.parent.parent.parent.title = 1',
  ])('data §5.4 is refused with its place: %s', (rule) => {
    const [name = ''] = rule.split(' ')
    expect(refusal({ rule })).toMatchObject({ from: 0, to: name.length })
  })

  it('data §5.2 six hops are allowed', () => {
    expect(ids('parent.parent.parent.parent.parent.parent.title = null')).toBe('n1 n2')
  })

  it('data §5.5 functions: distances, times, and what they take', () => {
    expect(
      ids('geoDistance(13.4, 52.5, 11.6, 48.1) > 500 && geoDistance(13.4, 52.5, 11.6, 48.1) < 510'),
    ).toBe('n1 n2')
    expect(ids("strftime('%Y', '2024-02-29 10:00:00.000Z') = '2024' && strftime('%Y', title) = null")).toBe(
      'n1 n2',
    )
    expect(ids("strftime('%Y-%m-%d', '2024-01-31', '+1 month') = '2024-03-02'")).toBe('n1 n2')
    const wrong = [
      'geoDistance(1, 2, 3)',
      "geoDistance(1, 2, 3, '4')",
      'strftime(title)',
      'strftime()',
      'other(1)',
    ]
    const tooMany = `strftime('%Y', title${", 'utc'".repeat(9)})`
    for (const call of [
      ...wrong,
      tooMany,
      "strftime('%Y', title, pages)",
      "strftime('%Y', strftime('%Y'))",
    ]) {
      expect(refusal({ rule: `${call} = 1` }).message).toMatch(/function/)
    }
  })

  it('data §5.12 a guest equals an empty relation, and what was not sent is empty', () => {
    expect(ids('owner = @request.auth.id')).toBe('n2')
    expect(ids("@request.body.x = '' && null = ''")).toBe('n1 n2')
    expect(ids('data.0.x = null')).toBe('n1 n2')
    expect(ids('@request.body.data:changed = true', { body: { data: 'x' } })).toBe('n1 n2')
  })
})

describe('contexts', () => {
  it('data §5.9 a rule on create sees the virtual row, where nothing has changed and nothing names it yet', () => {
    const virtual = { table: '_new', cells: { id: 'n9', title: 'New', owner: 'u1', labels: '["a"]' } }
    const context = contextOf({ body: { title: 'New' } })
    const holds = (rule: string): boolean => world.ids('notes', { rule, virtual, context }).length === 1
    expect(holds("title = 'New' && owner.name = 'Ann' && labels:each = 'a'")).toBe(true)
    expect(holds('@request.body.title:changed = false && @request.body.title:isset = true')).toBe(true)
    expect(refusal({ rule: 'notes_via_parent.id = 1', virtual })).toBeInstanceOf(RuleError)
    expect(holds('owner.notes_via_owner.title = "One"')).toBe(true)
  })

  it('data §5.10 a mistake is a RuleError with its place in the text', () => {
    expect(refusal({ filter: "title = 'a' && nothing = 1" })).toMatchObject({ from: 15, to: 22 })
    expect(refusal({ rule: "title = 'a'", filter: '  owner.nothing ~ 1' })).toMatchObject({ from: 2, to: 15 })
  })

  it('data §5.11 lists without relations are collections of plain fields', () => {
    const logs = collection('logs', [
      field('level', 'number'),
      field('message', 'text'),
      field('data', 'json'),
    ])
    const own = new World([logs])
    own.insert('logs', [{ id: 'l1', level: 8, message: 'Broken', data: '{"a":{"b":null}}' }])
    expect(
      own.ids('logs', { filter: "level > 4 && message ?~ 'brok' && data.a.b = null", restrict: true }),
    ).toEqual(['l1'])
    expect(own.ids('logs', { filter: "data.a.b = ''", restrict: true })).toEqual([])
  })
})
