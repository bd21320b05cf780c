import { testPassword } from '../test-app.ts'
import { EMAIL, password } from './kitchen.ts'
import { byCook, bySri, bySuperuser, emails, mailed, nowhere, on, type Row } from './row.ts'

/** What goes by mail, by the last part of its address. */
export const mailRows: Readonly<Record<string, readonly Row[]>> = {
  'request-verification': [
    ...nowhere(),
    ...emails,
    { when: 'superusers', collection: '_superusers', body: { email: EMAIL }, expected: '400' },
    { when: 'all is right', body: { email: EMAIL }, expected: '204' },
    { when: 'once more', body: { email: EMAIL }, expected: '204' },
    { when: 'an unknown address', body: { email: 'no@a.co' }, expected: '204' },
  ],
  'confirm-verification': [
    ...nowhere(),
    { when: 'superusers', collection: '_superusers', body: { token: 'x' }, expected: '400' },
    { when: 'nothing is said', body: {}, expected: '400 token validation_required' },
    { when: 'what is no token', body: { token: 'x' }, expected: '400 token validation_invalid_token_claims' },
    {
      when: 'a token of another type',
      body: mailed('passwordReset'),
      expected: '400 token validation_invalid_token',
    },
    {
      when: 'a token of another collection',
      body: mailed('verification', {}, 'cooks'),
      expected: '400 token validation_token_collection_mismatch',
    },
    { when: 'all is right', body: mailed('verification'), expected: '204' },
    { when: 'once more', body: mailed('verification'), expected: '204' },
  ],
  'request-password-reset': [
    ...nowhere(),
    ...emails,
    { when: 'all is right', body: { email: EMAIL }, expected: '204' },
    { when: 'an unknown address', body: { email: 'no@a.co' }, expected: '204' },
    { when: 'a superuser', collection: '_superusers', body: { email: 'root@example.com' }, expected: '204' },
    {
      when: 'passwords are off',
      given: on({ passwordAuth: { enabled: false } }),
      body: { email: EMAIL },
      expected: '400',
    },
  ],
  'confirm-password-reset': [
    ...nowhere(),
    {
      when: 'nothing is said',
      body: {},
      expected:
        '400 token validation_required password validation_required passwordConfirm validation_required',
    },
    {
      when: 'what is no token',
      body: { token: 'x', ...password },
      expected: '400 token validation_invalid_token',
    },
    {
      when: 'a token of another collection',
      body: mailed('passwordReset', {}, 'cooks', password),
      expected: '400 token validation_token_collection_mismatch',
    },
    {
      when: 'two passwords',
      body: mailed('passwordReset', {}, 'users', { ...password, passwordConfirm: 'x' }),
      expected: '400 passwordConfirm validation_values_mismatch',
    },
    {
      when: 'a password that is too long to be hashed',
      body: mailed('passwordReset', {}, 'users', {
        password: 'x'.repeat(256),
        passwordConfirm: 'x'.repeat(256),
      }),
      expected: '400 password validation_length_out_of_range',
    },
    { when: 'all is right', body: mailed('passwordReset', {}, 'users', password), expected: '204' },
  ],
  'request-email-change': [
    ...nowhere('401'),
    { when: 'a guest', body: { newEmail: 'new@a.co' }, expected: '401' },
    {
      when: 'somebody of another collection',
      token: byCook,
      body: { newEmail: 'new@a.co' },
      expected: '403',
    },
    { when: 'an unknown collection, by somebody', collection: 'nobody', token: bySri, expected: '404' },
    {
      when: 'a collection of another type, by somebody',
      collection: 'dishes',
      token: bySri,
      expected: '403',
    },
    {
      when: 'a superuser',
      collection: '_superusers',
      token: bySuperuser,
      body: { newEmail: 'new@a.co' },
      expected: '400',
    },
    { when: 'nothing is said', token: bySri, body: {}, expected: '400 newEmail validation_required' },
    {
      when: 'the address that they have',
      token: bySri,
      body: { newEmail: EMAIL },
      expected: '400 newEmail validation_not_in_invalid',
    },
    {
      when: 'an address that is taken',
      token: bySri,
      body: { newEmail: 'taken@example.com' },
      expected: '400 newEmail validation_invalid_new_email',
    },
    { when: 'all is right', token: bySri, body: { newEmail: 'new@a.co' }, expected: '204' },
  ],
  'confirm-email-change': [
    ...nowhere(),
    { when: 'superusers', collection: '_superusers', body: { token: 'x', password: 'x' }, expected: '400' },
    {
      when: 'nothing is said',
      body: {},
      expected: '400 token validation_required password validation_required',
    },
    {
      when: 'a token that names no address',
      body: mailed('verification', {}, 'users', { password: testPassword }),
      expected: '400 token validation_invalid_token_payload',
    },
    {
      when: 'an address that was taken meanwhile',
      body: mailed('emailChange', { newEmail: 'taken@example.com' }, 'users', { password: testPassword }),
      expected: '400 token validation_invalid_token_email',
    },
    {
      when: 'a wrong password',
      body: mailed('emailChange', { newEmail: 'new@a.co' }, 'users', { password: 'x' }),
      expected: '400 password validation_invalid_password',
    },
    {
      when: 'all is right',
      body: mailed('emailChange', { newEmail: 'new@a.co' }, 'users', { password: testPassword }),
      expected: '204',
    },
  ],
}
