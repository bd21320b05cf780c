import { expect, test } from 'vitest'
import { ApiError } from '../base/error.ts'
import { parseCredentials } from './credentials.ts'

const fields = ['name', 'email', 'phone']

/** Code and problem codes by key of what is refused. */
function refusal(body: unknown): unknown {
  try {
    parseCredentials(body, fields)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const codes = Object.entries(error.data).map(([key, { code }]) => [key, code])
    return { status: error.status, code: error.code, data: Object.fromEntries(codes) }
  }
  return 'accepted'
}

test('an address is looked for among the addresses first', () => {
  expect(parseCredentials({ identity: 'sri@warung.id', password: 'x' }, fields)).toEqual({
    identity: 'sri@warung.id',
    password: 'x',
    fields: ['email', 'name', 'phone'],
  })
})

test.each(['sri', 'sri@', '@warung.id', 'ibu sri@warung.id', 'a@b@c'])(
  '%j is no address: the e-mail field is left out',
  (identity) => {
    expect(parseCredentials({ identity, password: 'x' }, fields).fields).toEqual(['name', 'phone'])
    expect(parseCredentials({ identity, password: 'x' }, ['email']).fields).toEqual([])
  },
)

test('a named field is the only one', () => {
  const body = { identity: 'sri', password: 'x', identityField: 'email' }
  expect(parseCredentials(body, fields).fields).toEqual(['email'])
})

test.each([undefined, null, {}, { identity: '', password: null }])(
  'nothing in %j: both keys are required',
  (body) => {
    expect(refusal(body)).toEqual({
      status: 400,
      code: 'validation_failed',
      data: { identity: 'validation_required', password: 'validation_required' },
    })
  },
)

test('lengths count bytes, up to 255', () => {
  const fits = { identity: 'é'.repeat(127), password: 'x'.repeat(255) }
  expect(refusal(fits)).toBe('accepted')
  expect(refusal({ identity: 'é'.repeat(128), password: 'x'.repeat(256), identityField: 'color' })).toEqual({
    status: 400,
    code: 'validation_failed',
    data: {
      identity: 'validation_length_out_of_range',
      password: 'validation_length_out_of_range',
      identityField: 'validation_in_invalid',
    },
  })
})

test.each([
  'text',
  [],
  { identity: 1, password: 'x' },
  { identity: 'sri', password: ['x'] },
  { identity: 'sri', password: { $ne: '' } },
  { identity: 'sri', password: 'x', identityField: true },
])('%j is malformed', (body) => {
  expect(refusal(body)).toEqual({ status: 400, code: 'body_malformed', data: {} })
})
