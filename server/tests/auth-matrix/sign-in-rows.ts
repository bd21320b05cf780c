import { testPassword } from '../test-app.ts'
import { EMAIL } from './kitchen.ts'
import { byCook, bySri, bySuperuser, emails, none, nowhere, oauth2, on, type Row, stranger } from './row.ts'

const signIn = { identity: EMAIL, password: testPassword }
const twoFactors = { mfa: { enabled: true } }

/** The ways in, by the last part of their address. */
export const signInRows: Readonly<Record<string, readonly Row[]>> = {
  'auth-with-password': [
    ...nowhere(),
    { when: 'all is right', body: signIn, expected: '200' },
    {
      when: 'nothing is said',
      body: {},
      expected: '400 identity validation_required password validation_required',
    },
    { when: 'a wrong password', body: { ...signIn, password: 'x' }, expected: '400' },
    { when: 'an unknown identity', body: { ...signIn, identity: 'no@a.co' }, expected: '400' },
    {
      when: 'a field that identifies nobody',
      body: { ...signIn, identityField: 'name' },
      expected: '400 identityField validation_in_invalid',
    },
    { when: 'a first factor is all there is', given: on(twoFactors), body: signIn, expected: '401 mfaId' },
    { when: 'an unknown first factor', body: { ...signIn, mfaId: 'x' }, expected: '400' },
    {
      when: 'the second factor',
      body: async (app) => ({ ...signIn, mfaId: await app.mfaId() }),
      expected: '200',
    },
    {
      when: 'the auth rule refuses',
      given: on({ mfa: { enabled: false }, ...none }),
      body: signIn,
      expected: '403',
    },
    {
      when: 'it is off, before anything is looked at',
      given: on({ passwordAuth: { enabled: false }, authRule: '' }),
      body: {},
      expected: '403',
    },
  ],
  'request-otp': [
    ...nowhere(),
    ...emails,
    { when: 'all is right', body: { email: EMAIL }, expected: '200' },
    { when: 'an unknown address', body: { email: 'no@a.co' }, expected: '200' },
    { when: 'it is off', given: on({ otp: { enabled: false } }), body: {}, expected: '403' },
  ],
  'auth-with-otp': [
    ...nowhere(),
    {
      when: 'nothing is said',
      body: {},
      expected: '400 otpId validation_required password validation_required',
    },
    { when: 'all is right', body: (app) => app.otp(), expected: '200' },
    { when: 'an unknown id', body: { otpId: 'x', password: '1' }, expected: '400' },
    {
      when: 'the auth rule refuses',
      given: on(none),
      body: (app) => app.otp(),
      expected: '403',
    },
    {
      when: 'a first factor is all there is',
      given: on({ ...twoFactors, authRule: '' }),
      body: (app) => app.otp(),
      expected: '401 mfaId',
    },
    {
      when: 'more than five wrong codes',
      given: async (app) => {
        const { otpId } = Object(await app.otp())
        const body = { otpId, password: '1' }
        for (let i = 0; i < 5; i++) await app.call('POST', '/api/collections/users/auth-with-otp', { body })
      },
      body: (app) => app.otp(),
      expected: '429',
    },
    {
      when: 'it is off',
      given: on({ otp: { enabled: false }, mfa: { enabled: false } }),
      body: {},
      expected: '403',
    },
  ],
  'auth-with-oauth2': [
    ...nowhere(),
    {
      when: 'nothing is said',
      body: {},
      expected: '400 provider validation_required code validation_required',
    },
    {
      when: 'a provider that is not there',
      body: { provider: 'github', code: 'c' },
      expected: '400 provider validation_invalid_provider',
    },
    { when: 'a code that is made up', body: { provider: 'oidc', code: 'c' }, expected: '400' },
    { when: 'all is right', body: oauth2, expected: '200' },
    { when: 'the auth rule refuses', given: on(none), body: oauth2, expected: '403' },
    {
      when: 'nobody may sign up',
      given: stranger({ authRule: '', createRule: null }),
      body: oauth2,
      expected: '403',
    },
    {
      when: 'the create rule refuses',
      given: stranger({ createRule: 'id = ""' }),
      body: oauth2,
      expected: '400',
    },
    {
      when: 'the record cannot be made',
      given: stranger({ createRule: '' }),
      body: (app) => ({ ...oauth2(app), createData: { name: 'x'.repeat(300) } }),
      expected: '400 name validation_max_text_constraint',
    },
    {
      when: 'a first factor is all there is',
      given: on(twoFactors),
      body: oauth2,
      expected: '401 mfaId',
    },
    {
      when: 'a provider without what it needs',
      given: on({ oauth2: { providers: [{ name: 'oidc', clientId: 'a', clientSecret: 'b' }] } }),
      body: oauth2,
      expected: '500',
    },
    {
      when: 'it is off',
      given: on({ oauth2: { enabled: false }, mfa: { enabled: false } }),
      body: {},
      expected: '403',
    },
  ],
  'auth-refresh': [
    ...nowhere('401'),
    { when: 'an unknown collection, by somebody', collection: 'nobody', token: bySri, expected: '404' },
    {
      when: 'a collection of another type, by somebody',
      collection: 'dishes',
      token: bySri,
      expected: '403',
    },
    { when: 'a guest', expected: '401' },
    { when: 'a token that is none', token: () => 'rubbish', expected: '401' },
    { when: 'somebody of another collection', token: byCook, expected: '403' },
    { when: 'a superuser', token: (app) => app.superuser, expected: '403' },
    { when: 'all is right', token: bySri, expected: '200' },
    // Another auth rule ends all tokens (contract data.md §2.7): this is one of after that.
    {
      when: 'the auth rule refuses',
      given: on(none),
      token: ({ tokenOf }) => tokenOf('auth'),
      expected: '403',
    },
    { when: 'a token of before the auth rule', token: bySri, expected: '401' },
  ],
  'impersonate/ID': [
    { when: 'a guest', expected: '401' },
    { when: 'somebody', token: bySri, expected: '403' },
    { when: 'an unknown collection', collection: 'nobody', token: bySuperuser, expected: '404' },
    { when: 'a collection of another type', collection: 'dishes', token: bySuperuser, expected: '404' },
    { when: 'a record of another collection', collection: 'cooks', token: bySuperuser, expected: '404' },
    {
      when: 'a duration below 0',
      token: bySuperuser,
      body: { duration: -1 },
      expected: '400 duration validation_min_greater_equal_than_required',
    },
    { when: 'all is right', token: bySuperuser, body: { duration: 10 }, expected: '200' },
    { when: 'the auth rule would refuse', given: on(none), token: bySuperuser, expected: '200' },
  ],
}
