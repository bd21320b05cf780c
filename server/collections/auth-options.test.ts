import { describe, expect, test } from 'vitest'
import { collectionToJson } from './collection-json.ts'
import { createCollection } from './create.ts'
import { codes, openFoundation, sharedFoundation } from './foundation.suite.ts'
import { updateCollection } from './update.ts'

describe('data §2.4 services §2.0 auth options', () => {
  const shared = sharedFoundation(() => Promise.resolve())
  const provider = { name: 'github', clientId: 'a', clientSecret: 'b' }
  const oauth2 = (...providers: object[]): object => ({ oauth2: { enabled: true, providers } })
  const low = 'validation_min_greater_equal_than_required'
  const high = 'validation_max_less_equal_than_required'

  test.each([
    [{ authRule: 'nowhere = 1' }, { authRule: 'validation_invalid_rule' }],
    [{ manageRule: '' }, { manageRule: 'validation_nil_or_not_empty_required' }],
    [{ manageRule: '1 +' }, { manageRule: 'validation_invalid_rule' }],
    [{ authToken: { secret: '' } }, { 'authToken.secret': 'validation_required' }],
    [{ authToken: { secret: 'short' } }, { 'authToken.secret': 'validation_length_out_of_range' }],
    [{ fileToken: { duration: 0 } }, { 'fileToken.duration': 'validation_required' }],
    [{ emailChangeToken: { duration: 9 } }, { 'emailChangeToken.duration': low }],
    [{ passwordResetToken: { duration: 94_670_857 } }, { 'passwordResetToken.duration': high }],
    [{ verificationTemplate: { subject: '' } }, { 'verificationTemplate.subject': 'validation_required' }],
    [
      { authAlert: { emailTemplate: { body: '' } } },
      { 'authAlert.emailTemplate.body': 'validation_required' },
    ],
    [{ otp: { emailTemplate: { body: '' } } }, { 'otp.emailTemplate.body': 'validation_required' }],
    [{ otp: { enabled: true, duration: 5, length: 3 } }, { 'otp.duration': low, 'otp.length': low }],
    [{ otp: { enabled: true, duration: 86_401 } }, { 'otp.duration': high }],
    [{ otp: { enabled: true, length: 0 } }, { 'otp.length': 'validation_required' }],
    [{ mfa: { enabled: true } }, { 'mfa.enabled': 'validation_mfa_not_enough_auths' }],
    [
      { mfa: { enabled: true, duration: 9, rule: 'a' }, otp: { enabled: true } },
      {
        'mfa.duration': low,
        'mfa.rule': 'validation_invalid_rule',
      },
    ],
    [{ passwordAuth: { identityFields: [] } }, { 'passwordAuth.identityFields': 'validation_required' }],
    [
      { passwordAuth: { identityFields: ['email', 'no'] } },
      { 'passwordAuth.identityFields': 'validation_missing_field' },
    ],
    [
      { passwordAuth: { identityFields: ['verified'] } },
      {
        'passwordAuth.identityFields': 'validation_missing_unique_constraint',
      },
    ],
    [oauth2({ ...provider, name: '' }), { 'oauth2.providers.0.name': 'validation_required' }],
    [oauth2(provider, provider), { 'oauth2.providers.1.name': 'validation_duplicated_provider' }],
    [oauth2({ ...provider, name: 'nobody' }), { 'oauth2.providers.0.name': 'validation_missing_provider' }],
    [
      oauth2({ name: 'google' }),
      {
        'oauth2.providers.0.clientId': 'validation_required',
        'oauth2.providers.0.clientSecret': 'validation_required',
      },
    ],
    [
      oauth2({ ...provider, authURL: 'javascript:alert(1)' }),
      { 'oauth2.providers.0.authURL': 'validation_is_url' },
    ],
  ] as [object, object][])('%j', async (options, wanted) => {
    const house = shared()
    expect(await codes(createCollection(house, { name: 'people', type: 'auth', ...options }))).toEqual(wanted)
  })

  test('what is switched off is not checked', async () => {
    const house = await openFoundation()
    const saved = await createCollection(house, {
      name: 'people',
      type: 'auth',
      mfa: {
        duration: 1,
        rule: 'a',
      },
      otp: {
        duration: 1,
        length: 1,
      },
      oauth2: { providers: [{ name: 'nobody' }] },
      passwordAuth: {
        enabled: false,
        identityFields: [],
      },
    })
    expect(saved.auth?.oauth2.providers[0]?.name).toBe('nobody')
  })
})

describe('data §2.7 auth options on update', () => {
  test('what is not submitted stays, and so do the secrets of what is answered without them', async () => {
    const house = await openFoundation()
    const google = { name: 'google', clientId: 'g', clientSecret: 'secret-g', pkce: true, extra: { a: 1 } }
    const github = { name: 'github', clientId: 'h', clientSecret: 'secret-h' }
    const before = await createCollection(house, {
      name: 'people',
      type: 'auth',
      oauth2: {
        enabled: true,
        providers: [google, github],
      },
    })
    const same = await updateCollection(house, 'people', collectionToJson(before))
    expect(same.auth).toEqual(before.auth)
    const { providers } = (
      await updateCollection(house, 'people', {
        oauth2: {
          providers: [
            { name: 'github', clientId: 'new' },
            { name: 'gitlab', clientId: 'i' },
          ],
        },
      })
    ).auth?.oauth2 ?? { providers: [] }
    // By name, and where the name is new by place.
    expect(providers.map(({ name, clientSecret }) => [name, clientSecret])).toEqual([
      ['github', 'secret-h'],
      ['gitlab', 'secret-h'],
    ])
  })

  test('another authRule ends all sessions, anything else does not', async () => {
    const house = await openFoundation()
    const before = await createCollection(house, { name: 'people', type: 'auth' })
    const same = await updateCollection(house, 'people', { listRule: '', otp: { duration: 99 } })
    expect(same.auth?.authToken.secret).toBe(before.auth?.authToken.secret)
    const after = await updateCollection(house, 'people', { authRule: 'verified = true' })
    expect(after.auth?.authToken.secret).not.toBe(before.auth?.authToken.secret)
    expect(after.auth?.fileToken.secret).toBe(before.auth?.fileToken.secret)
  })

  test('a secret can be set', async () => {
    const house = await openFoundation()
    await createCollection(house, { name: 'people', type: 'auth' })
    const secret = 'x'.repeat(30)
    const saved = await updateCollection(house, 'people', { fileToken: { secret } })
    expect(saved.auth?.fileToken).toEqual({ secret, duration: 180 })
  })
})
