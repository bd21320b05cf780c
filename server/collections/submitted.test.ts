import { describe, expect, test } from 'vitest'
import { readSubmitted } from './submitted.ts'

describe('data §2.7 reading a body over what is there', () => {
  test('absent and null keep, null is a value for rules', () => {
    const input = readSubmitted({ name: null, rule: null, list: null, object: null })
    expect(input.text('name', 'kept')).toBe('kept')
    expect(input.text('other', 'kept')).toBe('kept')
    expect(input.rule('rule', 'kept')).toBe(null)
    expect(input.rule('other', 'kept')).toBe('kept')
    expect(input.list('list')).toBe(undefined)
    expect(input.object('object').flag('x', true)).toBe(true)
  })

  test.each([
    [[], 'the body has to be an object'],
    ['text', 'the body has to be an object'],
  ])('%j is no body', (body, why) => {
    expect(() => readSubmitted(body)).toThrow(why)
  })

  test('values of another JSON type are malformed, and the path is named', () => {
    const input = readSubmitted({
      name: 1,
      flag: 'true',
      whole: 1.5,
      list: {},
      texts: ['a', 1],
      deep: { deeper: 3 },
    })
    expect(() => input.text('name', '')).toThrow('"name" has to be a text')
    expect(() => input.flag('flag', false)).toThrow('"flag" has to be true or false')
    expect(() => input.whole('whole', 0)).toThrow('"whole" has to be a whole number')
    expect(() => input.list('list')).toThrow('"list" has to be a list')
    expect(() => input.texts('texts', [])).toThrow('"texts.1" has to be a text')
    expect(() => input.object('deep').object('deeper')).toThrow('"deep.deeper" has to be an object')
  })

  test('keys of the prototype are not there', () => {
    expect(readSubmitted({}).has('constructor')).toBe(false)
    expect(readSubmitted(JSON.parse('{"__proto__":{"name":"x"}}')).text('name', 'kept')).toBe('kept')
  })
})
