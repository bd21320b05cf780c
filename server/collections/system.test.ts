import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { collectionToJson } from './collection-json.ts'
import { createCollection } from './create.ts'
import { deleteCollection } from './delete.ts'
import { codes, openFoundation, refusal } from './foundation.suite.ts'
import { scopeOf } from './scope.ts'
import { installSystemCollections } from './system.ts'
import { updateCollection } from './update.ts'

/** Services §12.1 as it stands there; a template is `"T"`. */
const usersJson: unknown = JSON.parse(readFileSync(new URL('users.fixture.json', import.meta.url), 'utf8'))

/** The same with the templates elided, which have texts of our own. */
function elide(key: string, value: unknown): unknown {
  return key.endsWith('Template') ? 'T' : value
}

describe('data §2.5 services §2.11 built-in collections', () => {
  test('data §2.1 services §2.13 §12.1 users is what the contract shows, key by key', async () => {
    const house = await openFoundation()
    await installSystemCollections(house)
    const users = house.catalog.current.find('users')
    const json = JSON.stringify(users && collectionToJson(users), elide)
    expect(JSON.parse(json)).toEqual(usersJson)
    // Key by key, and in the same order at every depth.
    expect(json).toBe(JSON.stringify(usersJson))
  })

  test('data §2.1 the default mails have what they need', async () => {
    const house = await openFoundation()
    await installSystemCollections(house)
    const auth = house.catalog.current.find('users')?.auth
    expect(auth?.verificationTemplate.body).toContain('{APP_URL}/_/#/auth/confirm-verification/{TOKEN}')
    expect(auth?.resetPasswordTemplate.body).toContain('{APP_URL}/_/#/auth/confirm-password-reset/{TOKEN}')
    expect(auth?.confirmEmailChangeTemplate.body).toContain('{APP_URL}/_/#/auth/confirm-email-change/{TOKEN}')
    expect(auth?.otp.emailTemplate.body).toContain('{OTP}')
    expect(auth?.authAlert.emailTemplate.body).toContain('{ALERT_INFO}')
  })

  test('ids, rules and indexes of the six', async () => {
    const house = await openFoundation()
    await installSystemCollections(house)
    const owner =
      "@request.auth.id != '' && recordRef = @request.auth.id && collectionRef = @request.auth.collectionId"
    expect(
      house.catalog.current.all.map(({ id, name, system, listRule, deleteRule, indexes }) => [
        id,
        name,
        system,
        listRule,
        deleteRule,
        indexes.length,
      ]),
    ).toEqual([
      ['pbc_3142635823', '_superusers', true, null, null, 2],
      ['pbc_2281828961', '_externalAuths', true, owner, owner, 2],
      ['pbc_2279338944', '_mfas', true, owner, null, 1],
      ['pbc_1638494021', '_otps', true, owner, null, 1],
      ['pbc_4275539003', '_authOrigins', true, owner, owner, 1],
      ['_pb_users_auth_', 'users', false, 'id = @request.auth.id', 'id = @request.auth.id', 2],
    ])
    const superusers = house.catalog.current.find('_superusers')
    expect(superusers?.auth?.authToken.duration).toBe(86_400)
    expect(superusers?.fields.slice(-2).map(({ name, system }) => [name, system])).toEqual([
      ['created', true],
      ['updated', true],
    ])
    expect(scopeOf(house.catalog.current).find('_otps')?.field('sentTo')?.isHidden).toBe(true)
  })

  test('each of them would pass as a change of itself', async () => {
    const house = await openFoundation()
    await installSystemCollections(house)
    for (const { name, id } of house.catalog.current.all) {
      expect(await updateCollection(house, id, {})).toMatchObject({ id, name })
    }
  })

  test('a second start makes nothing anew, and does not bring back users', async () => {
    const house = await openFoundation()
    await installSystemCollections(house)
    const { version } = house.catalog.current
    await installSystemCollections(house)
    expect(house.catalog.current.version).toBe(version)
    await deleteCollection(house, 'users')
    await installSystemCollections(house)
    expect(house.catalog.current.find('users')).toBe(undefined)
  })

  test('system collections keep name, flag, rules and system fields, and cannot be deleted', async () => {
    const house = await openFoundation()
    await installSystemCollections(house)
    const fields =
      house.catalog.current.find('_mfas')?.fields.filter((field) => field.name !== 'method') ?? []
    expect(await codes(updateCollection(house, '_mfas', { name: 'mfas' }))).toEqual({
      name: 'validation_collection_system_name_change',
    })
    expect(await codes(updateCollection(house, '_mfas', { system: false }))).toEqual({
      system: 'validation_collection_system_flag_change',
    })
    expect(await codes(updateCollection(house, '_mfas', { listRule: '', createRule: '' }))).toEqual({
      listRule: 'validation_collection_system_rule_change',
      createRule: 'validation_collection_system_rule_change',
    })
    expect(await codes(updateCollection(house, '_mfas', { fields }))).toEqual({
      fields: 'validation_system_field_change',
    })
    expect((await refusal(deleteCollection(house, '_mfas'))).code).toBe('collection_protected')
  })

  test('_superusers: the name is forced, OAuth2 stays off, passwords on, OTP switches MFA on', async () => {
    const house = await openFoundation()
    await installSystemCollections(house)
    const github = { name: 'github', clientId: 'a', clientSecret: 'b' }
    const saved = await updateCollection(house, '_superusers', {
      name: 'admins',
      passwordAuth: { enabled: false },
      otp: { enabled: true },
      oauth2: {
        enabled: true,
        providers: [github],
      },
    })
    expect(saved.name).toBe('_superusers')
    expect(saved.auth?.oauth2).toMatchObject({ enabled: false, providers: [] })
    expect(saved.auth?.passwordAuth.enabled).toBe(true)
    expect(saved.auth?.mfa.enabled).toBe(true)
  })

  test('a system collection can get more fields; system: true can be asked for on create', async () => {
    const house = await openFoundation()
    await installSystemCollections(house)
    const base = house.catalog.current.find('_superusers')
    const fields = [...(collectionToJson(base as NonNullable<typeof base>)['fields'] as object[])]
    const saved = await updateCollection(house, '_superusers', {
      fields: [...fields, { name: 'nick', type: 'text' }],
    })
    expect(saved.fields.at(-1)?.name).toBe('nick')
    expect((await createCollection(house, { name: 'inner', system: true })).system).toBe(true)
  })
})
