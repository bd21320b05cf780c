import { describe, expect, test } from 'vitest'
import { fieldPicker, pickFields } from './pick.ts'

const pick = (value: unknown, fields: string): unknown =>
  JSON.parse(pickFields(JSON.stringify(value), fields))
const sample = { a: 1, rel: { id: 2, t: 3, sub: { id: 4, x: 5 } } }

test('data §1.7 the vectors of Appendix A', () => {
  expect(pick(sample, 'a,rel.*,rel.sub.id')).toEqual({ a: 1, rel: { id: 2, t: 3, sub: { id: 4 } } })
  expect(pick(sample, 'missing')).toEqual({})
})

describe('data §1.7 paths', () => {
  const cases: [string, unknown][] = [
    [' a , rel.id ', { a: 1, rel: { id: 2 } }],
    ['*', sample],
    ['*,rel.id', { a: 1, rel: { id: 2 } }],
    ['rel', { rel: sample.rel }],
    ['rel,rel.id', { rel: sample.rel }],
    ['rel.id,rel', { rel: sample.rel }],
    ['rel.sub.*', { rel: { sub: { id: 4, x: 5 } } }],
    ['*.id', { a: 1, rel: { id: 2 } }],
    ['re', {}],
    ['rel.missing', { rel: {} }],
    [',,a,', { a: 1 }],
  ]
  test.each(cases)('%j', (fields, kept) => {
    expect(pick(sample, fields)).toEqual(kept)
  })

  test('lists of objects are mapped at every depth, other lists are left alone', () => {
    expect(pick([{ a: 1, b: [{ c: 1, d: 2 }, { d: 3 }] }, { b: [1, { c: 2 }] }, { b: [] }], 'b.c')).toEqual([
      { b: [{ c: 1 }, {}] },
      { b: [1, { c: 2 }] },
      { b: [] },
    ])
  })

  test('of a page the items are picked from, and everything else is kept', () => {
    const page = {
      page: 1,
      perPage: 2,
      totalItems: 1,
      totalPages: 1,
      items: [{ id: 'a', b: 1 }],
      nextCursor: 'x',
    }
    expect(pick(page, 'id')).toEqual({ ...page, items: [{ id: 'a' }] })
    expect(pick({ items: [{ id: 'a', b: 1 }] }, 'items.id')).toEqual({ items: [{ id: 'a' }] })
  })

  test('a key is a key, whatever its name', () => {
    expect(pickFields('{"__proto__":{"a":1,"b":2},"c":1}', '__proto__.a')).toBe('{"__proto__":{"a":1}}')
  })
})

describe('data §1.7 modifiers', () => {
  const text = {
    id: 'abcdef',
    body: '<p>Nasi <b>uduk</b></p>',
    n: 123456,
    rel: [{ body: '<i>Soto</i> ayam' }],
  }

  test.each([
    ['body:excerpt(4)', { body: 'Nasi' }],
    ['body:excerpt(6, true)', { body: 'Nasi u...' }],
    ['body:excerpt(6,1)', { body: 'Nasi u...' }],
    ['body:excerpt(6,false)', { body: 'Nasi u' }],
    ['body:excerpt("6", \'true\')', { body: 'Nasi u...' }],
    [' body : excerpt( 4 ) ,n', { body: 'Nasi', n: 123456 }],
    ['n:excerpt(2)', { n: 123456 }],
    ['rel.body:excerpt(4)', { rel: [{ body: 'Soto' }] }],
    ['*:excerpt(3),id', { id: 'abcdef', body: 'Nas', n: 123456, rel: text.rel }],
    ['rel.*:excerpt(2,t)', { rel: [{ body: 'So...' }] }],
  ])('%j', (fields, kept) => {
    expect(pick(text, fields)).toEqual(kept)
  })

  test.each([
    'a:nothing',
    'a:',
    'a:excerpt',
    'a:excerpt()',
    'a:excerpt(0)',
    'a:excerpt(-1)',
    'a:excerpt(x)',
    'a:excerpt(1.5)',
    'a:excerpt(1,true,2)',
    'a:excerpt(1',
    'a:excerpt(1))',
    'a:excerpt(1):excerpt(2)',
    'a:excerpt(1)x',
    'a:constructor(1)',
    'a"',
    "a,'b",
    'a(b',
    'a)',
  ])('%j is refused', (fields) => {
    expect(() => fieldPicker(fields)).toThrow(expect.objectContaining({ code: 'fields_broken', status: 400 }))
  })

  test('commas in quotes and parentheses do not split', () => {
    expect(pick({ 'a,b': 1, "'x": 2 }, '"a,b",(c,d)')).toEqual({})
  })
})
