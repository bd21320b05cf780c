import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cells } from '../records/change.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import type { AuthMethod } from './auth-method.ts'
import { authMethods } from './methods/index.ts'
import { askBy, change, createUser, openHouse, refusal, type TestHouse, usersOf } from './open-house.suite.ts'
import { wayIn } from './way-in.ts'

type Body = Readonly<Record<string, unknown>>

/** What a method tells its tests. */
export interface AuthMethodCase {
  readonly method: AuthMethod
  /** Options of a collection with which nobody gets in this way, and those with which one does. */
  readonly off: object
  readonly on: object
  /** The code when it is off. */
  readonly offCode: string
  /** A proof that is right for this record. */
  readonly right: (house: TestHouse, record: Cells) => Promise<Body>
  /** Proofs that are wrong for it, and those of nobody: all refused alike. */
  readonly wrong: (house: TestHouse, record: Cells) => Promise<readonly Body[]>
  /** Bodies that are no proof at all. */
  readonly malformed: readonly Body[]
  /** Is a proof used up by being right? */
  readonly isSpent?: boolean
}

/** What holds for every way to sign in. */
export function testAuthMethod({ method, ...given }: AuthMethodCase): void {
  describe(`the auth method ${method.name}`, () => {
    let house: TestHouse
    let record: Cells
    beforeAll(async () => {
      house = await openHouse()
      record = await createUser(house, 'sri@warung.id')
      await createUser(house, 'budi@warung.id')
    })
    afterAll(() => house.close())

    const finish = async (body: Body): ReturnType<AuthMethod['finish']> => {
      const { collection } = wayIn(house.catalog.current, { collection: 'users', method: method.name })
      return method.finish(house, { ask: askBy(house), collection, body })
    }
    const lastChange = async (): Promise<unknown> =>
      house.storage.hot.get('select max("seq") from "_dapur_changes"', [])

    test('is registered under its name', () => {
      expect(authMethods.get(method.name)).toBe(method)
    })

    test('a right proof gives the record, and makes no session', async () => {
      const body = await given.right(house, record)
      const before = await lastChange()
      const identity = await finish(body)
      expect(identity.record['id']).toBe(record['id'])
      expect(Object.keys(identity)).not.toContain('token')
      // What is used up was there before: that it goes is all that happens.
      const made = given.isSpent ? before : await lastChange()
      expect(made).toEqual(before)
    })

    test.runIf(given.isSpent)('a right proof is good once', async () => {
      const body = await given.right(house, record)
      await finish(body)
      expect(await refusal(finish(body))).toEqual({ status: 400, code: 'credentials_wrong' })
    })

    test('wrong proofs of an account and proofs of no account are refused alike', async () => {
      const bodies = await given.wrong(house, record)
      expect(bodies.length).toBeGreaterThan(1)
      for (const body of bodies) {
        expect(await refusal(finish(body)), JSON.stringify(body)).toEqual({
          status: 400,
          code: 'credentials_wrong',
        })
      }
    })

    test('what is no proof is a 400', async () => {
      for (const body of given.malformed) {
        expect(await refusal(finish(body)), JSON.stringify(body)).toMatchObject({ status: 400 })
      }
    })

    test('when it is off, nobody gets in, and clients are told', async () => {
      const body = await given.right(house, record)
      await change(house, given.off)
      const { auth } = usersOf(house)
      expect(method.isEnabled(usersOf(house))).toBe(false)
      expect(method.describe(auth)).toMatchObject({ enabled: false })
      expect(await refusal(finish(body))).toEqual({ status: 403, code: given.offCode })
      // The setting is looked at before the body.
      expect(await refusal(finish({}))).toEqual({ status: 403, code: given.offCode })
      await change(house, given.on)
      expect(method.describe(usersOf(house).auth)).toMatchObject({ enabled: true })
      expect((await finish(body)).record['id']).toBe(record['id'])
    })

    test('a record of one collection is nobody in another', async () => {
      const body = await given.right(house, record)
      await change(house, given.on, SUPERUSERS)
      const attempt = { ask: askBy(house), collection: usersOf(house, SUPERUSERS), body }
      expect(await refusal(method.finish(house, attempt))).toEqual({ status: 400, code: 'credentials_wrong' })
    })
  })
}
