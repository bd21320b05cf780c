import { describe, expect, it } from 'vitest'
import { toPattern } from './like.ts'
import { collection, field, World } from './trial.suite.ts'

const tags = collection('tags', [field('name', 'text')])
const users = collection('users', [field('name', 'text')])
const posts = collection('posts', [
  field('title', 'text'),
  field('tags', 'list', { target: tags.id }),
  field('author', 'text', { target: users.id }),
  field('n', 'number'),
  field('data', 'json'),
])
const comments = collection('comments', [
  field('post', 'text', { target: posts.id }),
  field('score', 'number'),
])

const world = new World([tags, users, posts, comments])
world.insert('tags', [
  { id: 't1', name: 'red' },
  { id: 't2', name: 'blue' },
  { id: 't3', name: '' },
])
world.insert('users', [
  { id: 'u1', name: 'Ann' },
  { id: 'u2', name: '' },
])
world.insert('posts', [
  { id: 'p1', title: 'A', tags: '["t1"]', author: 'u1', n: 5, data: '{"a":"x","b":null}' },
  { id: 'p2', title: 'B', tags: '["t1","t2"]', author: 'u2', n: 0, data: '"str"' },
  { id: 'p3', title: '123', tags: '[]', author: '', n: 7, data: null },
  { id: 'p4', title: 'a_b%c', tags: '["t2","t3"]', author: 'u1', n: 1, data: '[1,2]' },
])
world.insert('comments', [
  { id: 'c1', post: 'p1', score: 5 },
  { id: 'c2', post: 'p1', score: 9 },
  { id: 'c3', post: 'p2', score: 5 },
])

/** Filter, answer of the plain operator, answer with `?` where it is another. */
type Vector = [filter: string, plain: string, any?: string]
const vectors: Vector[] = [
  ["tags.name = 'red'", 'p1', 'p1 p2'],
  ["tags.name != 'red'", 'p3 p4', 'p2 p3 p4'],
  ["tags.name = ''", 'p3', 'p3 p4'],
  ["tags.name != ''", 'p1 p2', 'p1 p2 p4'],
  ["tags.name ~ 'e'", 'p1 p2', 'p1 p2 p4'],
  ["tags.name !~ 'e'", '', 'p4'],
  ["tags.name > 'a'", 'p1 p2', 'p1 p2 p4'],
  ["tags:each = 't1'", 'p1', 'p1 p2'],
  ["tags:each != 't1'", 'p3 p4', 'p2 p3 p4'],
  ['comments_via_post.score = 5', 'p2', 'p1 p2'],
  ['comments_via_post.score != 5', 'p3 p4', 'p1 p3 p4'],
  ['comments_via_post.score > 6', '', 'p1'],
  ['comments_via_post.score = null', 'p3 p4', 'p3 p4'],
  ['tags:length = 2', 'p2 p4'],
  ['author:length = 0', 'p3'],
  ["author.name = 'Ann'", 'p1 p4'],
  ["author.name = ''", 'p2 p3'],
  ["author.name != 'Ann'", 'p2 p3'],
  ["data.a = 'x'", 'p1'],
  ['data.a = null', 'p2 p3 p4'],
  ["data.a != 'x'", 'p2 p3 p4'],
  ["data.a = ''", ''],
  ["data = 'str'", 'p2'],
  ["data = '[1,2]'", 'p4'],
  ['data.0 = 1', 'p4'],
  ['title = 123', ''],
  ["title = '123'", 'p3'],
  ["n = '5'", 'p1'],
  ["title ~ 'a_b'", 'p4'],
  ["title ~ 'a_b%'", 'p4'],
]

describe('Appendix A: the contract’s vectors', () => {
  it.each(vectors)('%s', (filter, plain, any = plain) => {
    const expected = (list: string): string[] => (list === '' ? [] : list.split(' '))
    const withAny = filter.replace(/ (!?[=~]|>) /, ' ?$1 ')
    expect(withAny).not.toBe(filter)
    expect(world.ids('posts', { filter }).toSorted()).toEqual(expected(plain))
    expect(world.ids('posts', { filter: withAny }).toSorted()).toEqual(expected(any))
  })

  it('data §5.7 any-conditions on one path hold on the same related row', () => {
    expect(world.ids('posts', { filter: "tags.name ?= 'red' && tags.id ?= 't2'" })).toEqual([])
    expect(world.ids('posts', { filter: "tags.name ?= 'blue' && tags.id ?= 't2'" })).toEqual(['p2', 'p4'])
  })

  it.each([
    ['abc', '%abc%'],
    ['ab%c', 'ab%c'],
    [String.raw`ab\%c`, String.raw`%ab\%c%`],
    [String.raw`%ab\%c`, String.raw`%ab\%c`],
    [String.raw`ab\\%c`, String.raw`ab\\%c`],
    ['ab_c', String.raw`%ab\_c%`],
    [String.raw`ab\_c`, String.raw`%ab\_c%`],
    ['%ab_c', '%ab_c'],
    [String.raw`ab\c`, String.raw`%ab\\c%`],
    ['b\\', String.raw`%b\\%`],
  ])('data §5.6 the pattern of %s', (text, pattern) => {
    expect(toPattern(text)).toBe(pattern)
  })
})
