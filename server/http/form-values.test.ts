import { describe, expect, test } from 'vitest'
import { coerceText, formValues } from './form-values.ts'

describe('data §1.6 coercion of one text', () => {
  test.each([
    ['true', true],
    ['false', false],
    ['0', 0],
    ['-3.4', -3.4],
    ['0.0001', 0.0001],
    ['0.0000001', 1e-7],
    ['0.00000012', 1.2e-7],
    ['1000000000000000000000', 1e21],
    ['-1200000000000000000000000', -1.2e24],
    ['18000', 18000],
  ])('%j is a value', (text, value) => {
    expect(coerceText(text)).toBe(value)
  })

  test.each([
    '',
    'null',
    'True',
    '0.0',
    '001',
    '1.',
    '.5',
    '-.5',
    '--1',
    '1-1',
    '1.2.3',
    '-',
    '1e3',
    '1_000',
    '0xFF',
    ' 1 ',
    '+1',
    'Infinity',
    'NaN',
    '12345678901234567890',
    '9'.repeat(400),
    '١',
  ])('%j stays a text', (text) => {
    expect(coerceText(text)).toBe(text)
  })
})

describe('data §1.6 the texts of a form', () => {
  test('a key that comes again is a list, each of it coerced', () => {
    const form = formValues(true)
    for (const text of ['1', 'b', 'true']) form.add('tags', text)
    form.add('one', '1')
    expect({ ...form.toObject() }).toEqual({ tags: [1, 'b', true], one: 1 })
  })

  test('@jsonPayload is laid over the rest in order, without coercion', () => {
    const form = formValues(true)
    form.add('@jsonPayload', '{"a":"1","b":{"c":[1]}}')
    form.add('a', '2')
    form.add('@jsonPayload', '{"b":null}')
    form.add('@jsonPayload', 'null')
    expect({ ...form.toObject() }).toEqual({ a: '1', b: null })
  })

  test.each(['[1]', '"a"', '7', '{', ''])('an @jsonPayload of %j is refused', (payload) => {
    const form = formValues(true)
    form.add('@jsonPayload', payload)
    expect(() => form.toObject()).toThrow(expect.objectContaining({ code: 'body_malformed', status: 400 }))
  })

  test('without coercion texts stay texts', () => {
    const form = formValues(false)
    form.add('password', '12345678')
    form.add('tags', '1')
    form.add('tags', 'true')
    expect({ ...form.toObject() }).toEqual({ password: '12345678', tags: ['1', 'true'] })
  })

  test('a key is a key, whatever its name', () => {
    const form = formValues(true)
    form.add('__proto__', 'x')
    form.add('@jsonPayload', '{"constructor":1}')
    const values = form.toObject()
    expect(Object.keys(values)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(values)).toBeNull()
  })
})
