import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../base/actor.ts'
import { nobodysHash } from '../base/crypto.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import { createRecord } from '../records/create.ts'
import { findAccount } from './find-account.ts'
import { identifyWith } from './identify.ts'
import { INSTALLER_EMAIL, openInstaller } from './installer.ts'
import { askBy, openHouse, PASSWORD, refusal, type TestHouse, usersOf } from './open-house.suite.ts'
import { recordActor } from './record-actor.ts'
import {
  createSuperuser,
  deleteSuperuser,
  ensureSuperuser,
  updateSuperuser,
  upsertSuperuser,
} from './superusers.ts'
import { systemAsk } from './system-ask.ts'

const ROOT = { email: 'root@warung.id', password: PASSWORD }

let house: TestHouse
beforeEach(async () => {
  house = await openHouse()
})
afterEach(() => house.close())

async function emails(): Promise<unknown[]> {
  const rows = await house.storage.hot.all('select "email" from "_superusers" order by "email"', [])
  return rows.map(([email]) => email)
}

async function find(email: string): Promise<Cells> {
  const record = await findAccount(house, usersOf(house, SUPERUSERS), email, ['email'])
  if (!record) throw new Error(`there is no superuser ${email}`)
  return record
}

describe('superusers by address', () => {
  test('are created once, verified', async () => {
    await createSuperuser(house, ROOT)
    expect(await find(ROOT.email)).toMatchObject({ verified: 1 })
    expect(await refusal(createSuperuser(house, ROOT))).toEqual({
      status: 400,
      code: 'validation_failed',
      problems: { email: 'validation_not_unique' },
    })
  })

  test.each([
    [{ email: 'no address', password: PASSWORD }, { email: 'validation_is_email' }],
    [{ email: ROOT.email, password: 'short' }, { password: 'validation_min_text_constraint' }],
    [{ email: ROOT.email, password: 'x'.repeat(73) }, { password: 'validation_max_text_constraint' }],
    [
      { email: ROOT.email, password: '' },
      { password: 'validation_required', passwordConfirm: 'validation_required' },
    ],
  ])('%j is refused', async (credentials, problems) => {
    expect(await refusal(createSuperuser(house, credentials))).toEqual({
      status: 400,
      code: 'validation_failed',
      problems,
    })
    expect(await emails()).toEqual([])
  })

  test('an update signs out, and needs one to update', async () => {
    expect(await refusal(updateSuperuser(house, ROOT))).toEqual({ status: 404, code: 'record_not_found' })
    await createSuperuser(house, ROOT)
    const { tokenKey } = await find(ROOT.email)
    await updateSuperuser(house, { ...ROOT, password: 'sate kambing' })
    const after = await find(ROOT.email)
    expect(after['tokenKey']).not.toBe(tokenKey)
    expect(await house.verifyPassword('sate kambing', String(after['password']))).toBe(true)
  })

  test('an upsert does either', async () => {
    expect(await upsertSuperuser(house, ROOT)).toBe('created')
    expect(await upsertSuperuser(house, ROOT)).toBe('updated')
    expect(await emails()).toEqual([ROOT.email])
  })

  test('a start with the right password changes nothing', async () => {
    expect(await ensureSuperuser(house, ROOT)).toBe('created')
    const before = await find(ROOT.email)
    expect(await ensureSuperuser(house, ROOT)).toBe('kept')
    expect(await find(ROOT.email)).toEqual(before)
    expect(await ensureSuperuser(house, { ...ROOT, password: 'sate kambing' })).toBe('updated')
    expect((await find(ROOT.email))['tokenKey']).not.toBe(before['tokenKey'])
  })

  test('the last one stays; a missing one is no error', async () => {
    await createSuperuser(house, ROOT)
    expect(await deleteSuperuser(house, 'nobody@warung.id')).toBe(false)
    expect(await refusal(deleteSuperuser(house, ROOT.email))).toEqual({ status: 400, code: 'superuser_last' })
    await createSuperuser(house, { ...ROOT, email: 'two@warung.id' })
    expect(await deleteSuperuser(house, ROOT.email)).toBe(true)
    expect(await emails()).toEqual(['two@warung.id'])
  })
})

describe('services §8.5 the installer', () => {
  function createBy(actor: Actor, email: string): Promise<unknown> {
    const body = { email, password: PASSWORD, passwordConfirm: PASSWORD }
    return createRecord(house, askBy(house, actor), SUPERUSERS, body)
  }

  test('opens while there is no superuser, for half an hour', async () => {
    const identify = identifyWith(house)
    const token = await openInstaller(house)
    expect(await identify(token)).toMatchObject({ kind: 'superuser', cells: { email: INSTALLER_EMAIL } })
    house.forward(1_799_000)
    expect(await identify(token)).toMatchObject({ kind: 'superuser' })
    house.forward(2_000)
    expect(await identify(token)).toEqual({ kind: 'guest' })
  })

  test('opened again, earlier tokens are void', async () => {
    const identify = identifyWith(house)
    const first = await openInstaller(house)
    const second = await openInstaller(house)
    expect(await identify(first)).toEqual({ kind: 'guest' })
    expect(await identify(second)).toMatchObject({ kind: 'superuser' })
    expect(await emails()).toEqual([INSTALLER_EMAIL])
  })

  test('stays closed once there is a superuser, and a placeholder of other data goes', async () => {
    await createSuperuser(house, ROOT)
    await createSuperuser(house, { email: INSTALLER_EMAIL, password: PASSWORD })
    expect(await openInstaller(house)).toBeUndefined()
    expect(await emails()).toEqual([ROOT.email])
  })

  test('a hundred parallel creates with its token make exactly one superuser', async () => {
    const identify = identifyWith(house)
    const token = await openInstaller(house)
    const actor = await identify(token)
    // Hashing a hundred passwords would only be refused by the semaphore: here the transaction is what counts.
    house.hashPassword = async () => nobodysHash
    const attempts = Array.from({ length: 100 }, (_, i) => refusal(createBy(actor, `s${i}@warung.id`)))
    const answers = await Promise.all(attempts)
    expect(answers.filter((answer) => 'status' in answer && answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => 'status' in answer && answer.status === 401)).toHaveLength(99)
    expect(await emails()).toHaveLength(1)
    expect(await emails()).not.toContain(INSTALLER_EMAIL)
    expect(await identify(token)).toEqual({ kind: 'guest' })
    expect(await openInstaller(house)).toBeUndefined()
  })

  test('a superuser made at the command line closes it too', async () => {
    const identify = identifyWith(house)
    const token = await openInstaller(house)
    expect(await identify(token)).toMatchObject({ kind: 'superuser' })
    await createBy(systemAsk(house).actor, ROOT.email)
    expect(await emails()).toEqual([ROOT.email])
    expect(await identify(token)).toEqual({ kind: 'guest' })
  })

  test('other superusers create as many as they like', async () => {
    await createSuperuser(house, ROOT)
    const actor = recordActor(usersOf(house, SUPERUSERS), await find(ROOT.email))
    await Promise.all([createBy(actor, 'two@warung.id'), createBy(actor, 'three@warung.id')])
    expect(await emails()).toHaveLength(3)
  })
})
