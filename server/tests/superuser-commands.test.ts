import { expect, onTestFinished, test } from 'vitest'
import { runDapur, serveProcess, temporaryDir } from './serve-process.ts'

const EMAIL = 'owner@example.com'
const OWNER = { DAPUR_SUPERUSER_EMAIL: EMAIL, DAPUR_SUPERUSER_PASSWORD: 'sambal-terasi-9' }
const SUPERUSERS = '/api/collections/_superusers'

interface Kitchen {
  readonly run: (...args: string[]) => Promise<{ code: number | null; output: string }>
  readonly call: (method: string, path: string, body?: object) => Promise<{ status: number; text: string }>
}

/** A running server, and commands on its data: each is a process of its own, which a busy machine starts slowly. */
async function kitchen(): Promise<Kitchen> {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const server = await serveProcess(['--dir', dir], OWNER)
  onTestFinished(async () => void (await server.stop('SIGKILL')))
  let token = ''
  const call: Kitchen['call'] = async (method, path, body) => {
    const reply = await fetch(`${server.address}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: token },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: reply.status, text: await reply.text() }
  }
  const credentials = { identity: EMAIL, password: OWNER.DAPUR_SUPERUSER_PASSWORD }
  token = JSON.parse((await call('POST', `${SUPERUSERS}/auth-with-password`, credentials)).text).token
  return { call, run: (...args) => runDapur(['superuser', ...args, '--dir', dir]) }
}

test('services §8.2 superuser otp makes a code that signs in beside a running server, once', async () => {
  const { run, call } = await kitchen()
  const off = await run('otp', EMAIL)
  expect([off.code, off.output]).toEqual([1, expect.stringContaining('switch "otp" on')])
  expect((await call('PATCH', SUPERUSERS, { otp: { enabled: true } })).status).toBe(200)
  const nobody = await run('otp', 'nobody@example.com')
  expect([nobody.code, nobody.output.trim()]).toEqual([1, 'There is no superuser nobody@example.com.'])
  const { code, output } = await run('otp', EMAIL, '--json')
  expect(code).toBe(0)
  const minted = JSON.parse(output)
  expect(minted).toEqual({
    otpId: expect.stringMatching(/^[a-z0-9]{15}$/),
    code: expect.stringMatching(/^\d{8}$/),
    duration: 180,
  })
  const rows = await call('GET', '/api/collections/_otps/records')
  expect(JSON.parse(rows.text).items).toEqual([expect.objectContaining({ id: minted.otpId, sentTo: '' })])
  expect(rows.text).not.toContain(minted.code)
  const signIn = { otpId: minted.otpId, password: minted.code }
  // One-time codes of superusers are one of two factors (§2.12).
  const first = await call('POST', `${SUPERUSERS}/auth-with-otp`, signIn)
  expect([first.status, Object.keys(JSON.parse(first.text))]).toEqual([401, ['mfaId']])
  expect((await call('POST', `${SUPERUSERS}/auth-with-otp`, signIn)).status).toBe(400)
  const plain = await run('otp', EMAIL)
  expect(plain.output).toMatch(/Id: {4}[a-z0-9]{15}\nCode: {2}\d{8}\nGood for 180 seconds/)
}, 120_000)

test('services §8.2 superuser ips shuts others out at once, and lets them in again', async () => {
  const { run, call } = await kitchen()
  const isIn = async () => (await call('GET', '/api/settings')).status
  expect(await isIn()).toBe(200)
  const set = await run('ips', '10.0.0.0/8', '2001:db8::1')
  expect([set.code, set.output.trim()]).toEqual([0, 'Superusers may come from 10.0.0.0/8, 2001:db8::1 only.'])
  expect(await isIn()).toBe(403)
  const wrong = await run('ips', '10.0.0.0/8', 'kitchen')
  expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining('superuserIPs.1: ')])
  expect(await isIn()).toBe(403)
  const cleared = await run('ips', '--json')
  expect([cleared.code, JSON.parse(cleared.output)]).toEqual([0, { superuserIPs: [] }])
  expect(await isIn()).toBe(200)
}, 120_000)

test('services §8.2 both say how they are used', async () => {
  const help = await runDapur(['superuser', '--help'])
  expect(help).toMatchObject({
    code: 0,
    output: expect.stringMatching(/ otp .*<email>[^]* ips .*\[addresses/),
  })
  expect(await runDapur(['superuser', 'otp'])).toMatchObject({
    code: 1,
    output: expect.stringContaining("missing required argument 'email'"),
  })
}, 120_000)
