import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Cells } from '../../records/change.ts'
import { createRecord } from '../../records/create.ts'
import { updateRecord } from '../../records/update.ts'
import { testAuthMethod } from '../auth-method.suite.ts'
import {
  askBy,
  change,
  createUser,
  openHouse,
  refusal,
  stored,
  type TestHouse,
  usersOf,
} from '../open-house.suite.ts'
import { requestOtp } from '../otp-request.ts'
import { systemAsk } from '../system-ask.ts'
import { otp } from './otp.ts'

const ON = { otp: { enabled: true } }

interface Proof {
  readonly otpId: string
  readonly password: string
}

async function ask(house: TestHouse, email: unknown): Promise<string> {
  const answer: { otpId: string } = JSON.parse(
    await requestOtp(house, { collection: 'users', body: { email } }),
  )
  return answer.otpId
}

/** Ask for a code and read it in the mail. */
async function proofFor(house: TestHouse, record: Cells): Promise<Proof> {
  await change(house, ON)
  const before = house.mails.length
  const otpId = await ask(house, record['email'])
  const mail = await vi.waitFor(() => {
    expect(house.mails.length).toBeGreaterThan(before)
    return house.mails.at(-1) ?? ''
  })
  return { otpId, password: /\b\d{8}\b/.exec(mail)?.[0] ?? '' }
}

function other(code: string): string {
  return code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))
}

testAuthMethod({
  method: otp,
  off: { otp: { enabled: false } },
  on: ON,
  offCode: 'otp_auth_disabled',
  isSpent: true,
  right: async (house, record) => ({ ...(await proofFor(house, record)) }),
  wrong: async (house, record) => {
    const { otpId, password } = await proofFor(house, record)
    return [
      { otpId, password: other(password) },
      { otpId, password: `${password}0` },
      { otpId: await ask(house, 'nobody@warung.id'), password },
      { otpId: 'x'.repeat(15), password },
    ]
  },
  malformed: [
    {},
    { otpId: 'x' },
    { password: '1' },
    { otpId: 7, password: '1' },
    { otpId: 'x', password: '1'.repeat(72) },
  ],
})

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await change(house, ON)
})
afterAll(() => house.close())

function finish(body: object): ReturnType<typeof otp.finish> {
  return otp.finish(house, { ask: askBy(house), collection: usersOf(house), body: { ...body } })
}

const wrong = { status: 400, code: 'credentials_wrong' }
const tooMany = { status: 429, code: 'attempts_too_many' }

async function codesOf(record: Cells): Promise<unknown[][]> {
  const query = 'select "id", "password", "sentTo" from "_otps" where "recordRef" = ?'
  return house.storage.hot.all(query, [record['id'] ?? null])
}

describe('services §2.6 one-time codes', () => {
  test('only an HMAC is stored, and where the mail went', async () => {
    const record = await createUser(house, 'simpan@warung.id')
    const { otpId, password } = await proofFor(house, record)
    await vi.waitFor(async () => expect((await codesOf(record))[0]?.[2]).toBe('simpan@warung.id'))
    const [[id, hash] = []] = await codesOf(record)
    expect(id).toBe(otpId)
    expect(hash).toMatch(/^hmac-sha256\$[\da-f]{64}$/)
    const rows = await house.storage.hot.all('select "extra" from "_dapur_outbox"', [])
    expect(JSON.stringify(rows)).not.toContain(password)
    await finish({ otpId, password })
  })

  test('are over after their time, and with a change of the account', async () => {
    const record = await createUser(house, 'lewat@warung.id')
    const late = await proofFor(house, record)
    house.forward(181_000)
    expect(await refusal(finish(late))).toEqual(wrong)
    const proof = await proofFor(house, record)
    const body = { email: 'pindah@warung.id' }
    await updateRecord(house, systemAsk(house), 'users', String(record['id']), body)
    expect(await refusal(finish(proof))).toEqual(wrong)
    expect(await codesOf(record)).toEqual([])
  })

  test('prove the address they went to, and lock out who was there before (A1)', async () => {
    const record = await createUser(house, 'bukti@warung.id')
    const { record: now } = await finish(await proofFor(house, record))
    expect(now).toMatchObject({ verified: 1 })
    expect(now['password']).not.toBe(record['password'])
    expect(now['tokenKey']).not.toBe(record['tokenKey'])
    const again = await finish(await proofFor(house, record))
    expect(again.record['tokenKey']).toBe(now['tokenKey'])
  })

  test('with further factors the password stays', async () => {
    const record = await createUser(house, 'faktor@warung.id')
    await change(house, { mfa: { enabled: true } })
    const { record: now } = await finish(await proofFor(house, record))
    await change(house, { mfa: { enabled: false } })
    expect(now).toMatchObject({
      verified: 1,
      password: record['password'] ?? '',
      tokenKey: record['tokenKey'],
    })
  })

  test('five attempts in three minutes, whatever their id; a restart forgives nothing (A9)', async () => {
    const record = await createUser(house, 'tebak@warung.id')
    const [first, second] = [await proofFor(house, record), await proofFor(house, record)]
    for (const { otpId, password } of [first, second, first, second, first])
      expect(await refusal(finish({ otpId, password: other(password) }))).toEqual(wrong)
    expect(await refusal(finish(second))).toEqual(tooMany)
    const counts = await house.storage.hot.all('select "count" from "_dapur_limits" where "name" like ?', [
      `otp % ${String(record['id'])}`,
    ])
    expect(counts).toEqual([[6]])
    house.forward(180_001)
    const third = await proofFor(house, record)
    expect((await finish(third)).record['id']).toBe(record['id'])
  })

  test('an address without an account is limited alike, by ids and by attempts (A12)', async () => {
    const record = await createUser(house, 'ada@warung.id')
    for (const email of [record['email'], 'tiada@warung.id']) {
      const ids: string[] = []
      for (let i = 0; i < 12; i++) ids.push(await ask(house, email))
      expect(new Set(ids).size, String(email)).toBe(10)
      expect(ids.slice(10)).toEqual([ids[9], ids[9]])
      expect(ids.every((id) => /^[a-z0-9]{15}$/.test(id))).toBe(true)
      const answers: object[] = []
      for (const otpId of ids.slice(0, 6)) answers.push(await refusal(finish({ otpId, password: '1' })))
      expect(answers).toEqual([wrong, wrong, wrong, wrong, wrong, tooMany])
    }
  })

  test('asking costs as many writes with an account as without one (A12)', async () => {
    const own = await openHouse()
    onTestFinished(() => own.close())
    await change(own, ON)
    const record = await createUser(own, 'kerja@warung.id')
    // What is counted is asking alone, without the sending that follows.
    await own.outbox.close()
    const write = vi.spyOn(own.storage, 'write')
    const counts: number[] = []
    for (const email of [record['email'], 'tiada@warung.id']) {
      write.mockClear()
      await requestOtp(own, { collection: 'users', body: { email } })
      counts.push(write.mock.calls.length)
    }
    expect(counts).toEqual([1, 1])
  })

  test.each([1, 2, 3])('of 100 at once with the right code one gets in (A7), round %i', async (round) => {
    const record = await createUser(house, `balap${round}@warung.id`)
    const proof = await proofFor(house, record)
    const all = await Promise.all(Array.from({ length: 100 }, () => refusal(finish(proof))))
    expect(all.filter((answer) => !('code' in answer))).toEqual([{ status: 200 }])
    expect(await refusal(finish(proof))).toEqual(wrong)
  })

  test('a code that a superuser stored as a record works too', async () => {
    const record = await createUser(house, 'dari@warung.id')
    const { cells } = await createRecord(house, systemAsk(house), '_otps', {
      collectionRef: '_pb_users_auth_',
      recordRef: record['id'],
      password: '123456',
    })
    const otpId = String(cells['id'])
    expect(await refusal(finish({ otpId, password: '123457' }))).toEqual(wrong)
    const { record: now } = await finish({ otpId, password: '123456' })
    expect(now).toMatchObject({ verified: 0, tokenKey: record['tokenKey'] })
    expect(await stored(house, record)).toEqual(now)
  })
})
