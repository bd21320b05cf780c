import { describe, expect, it } from 'vitest'
import { bindPredicate, parseRule, RuleError } from './index.ts'
import { ids, refusal, users, world } from './notes.suite.ts'
import { contextOf } from './trial.suite.ts'

describe('data §5.8 what a client may not use', () => {
  it.each([
    'hidden = "u1"',
    'hidden.name = "Ann"',
    'hidden:lower = "u1"',
    'owner.secret.k = 1',
    'owner.secret:length = 1',
    'hash ~ "$2a"',
    'owner.notes_via_hidden.id = 1',
    'owner.team.name = "kitchen"',
    '@request.auth.id = 1',
    '@collection.users.id ?= 1',
  ])('%s is for rules only', (text) => {
    expect(refusal({ filter: text, restrict: true })).toBeInstanceOf(RuleError)
    const [path = ''] = text.split(' ')
    expect(refusal({ sort: path, restrict: true })).toBeInstanceOf(RuleError)
    expect(typeof ids(text)).toBe('string')
  })

  it('the id of a single relation needs no join and no permission', () => {
    expect(world.ids('notes', { filter: "owner.team.id = 't1'", restrict: true })).toEqual(['n1'])
  })

  it('addresses that are hidden answer nothing, neither for nor against', () => {
    const find = (filter: string): string[] => world.ids('users', { filter, restrict: true })
    expect(find("email ~ 'ann'")).toEqual(['u1'])
    expect(find("email ~ 'bob'")).toEqual([])
    expect(find("email !~ 'zzz'")).toEqual(['u1'])
    expect(find("email:lower != 'x'")).toEqual(['u1'])
    const notesOf = (filter: string): string[] => world.ids('notes', { filter, restrict: true }).toSorted()
    expect(notesOf("friends.email !~ 'bob'")).toEqual(notesOf("friends.email !~ 'zzz'"))
    expect(notesOf("friends.email ?~ 'bob'")).toEqual([])
  })

  it('addresses are held back in memory too', () => {
    const rule = parseRule("email ~ '@'")
    const test = bindPredicate({ scope: world.scope, collection: users, rule, restrict: true })
    expect(
      world
        .rows('users')
        .filter((row) => test?.(row, contextOf()))
        .map((row) => row['id']),
    ).toEqual(['u1'])
  })
})
