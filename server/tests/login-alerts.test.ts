import { expect, test } from 'vitest'
import { postOffice, type PostOffice, useSmtp } from './post-office.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'siti@example.com'

interface Place extends TestApp {
  readonly post: PostOffice
  readonly id: string
  readonly from: (agent: string) => Promise<Reply>
  readonly origins: () => Promise<unknown[]>
}

async function place(): Promise<Place> {
  const app = await testApp()
  const post = await postOffice()
  await useSmtp(app, post)
  const body = { email: EMAIL, password: testPassword, passwordConfirm: testPassword }
  const { id } = await app.record('users', body)
  return {
    ...app,
    post,
    id,
    from: (agent) =>
      app.call('POST', `${USERS}/auth-with-password`, {
        headers: { 'user-agent': agent },
        body: { identity: EMAIL, password: testPassword },
      }),
    origins: async () => {
      const query =
        'select "fingerprint" from "_authOrigins" where "recordRef" = ? order by "created", "rowid"'
      return (await app.app.house.storage.hot.all(query, [id])).map(([fingerprint]) => fingerprint)
    },
  }
}

test('services §2.9 the first place is no news, the second is told by mail, a known one is silent', async () => {
  const { from, post, origins } = await place()
  expect((await from('Firefox')).status).toBe(200)
  expect(await origins()).toHaveLength(1)
  expect((await from('Firefox')).status).toBe(200)
  expect(await origins()).toHaveLength(1)
  expect(post.mails).toEqual([])
  expect((await from('Curl <b>')).status).toBe(200)
  expect(post.mails).toHaveLength(1)
  const mail = await post.mailTo(EMAIL)
  expect(mail.html).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z - .*Curl &lt;b&gt;/)
  expect(await origins()).toHaveLength(2)
})

test('services §2.9 five places are kept, the oldest goes; long agents are cut', async () => {
  const { from, origins } = await place()
  for (let i = 0; i < 6; i++) await from(`agent ${i}`)
  const kept = await origins()
  expect(kept).toHaveLength(5)
  await from('agent 5')
  expect(await origins()).toEqual(kept)
  const long = 'x'.repeat(300)
  await from(long)
  await from(`${long}y`)
  expect(await origins()).toHaveLength(5)
  expect((await origins()).slice(0, 4)).toEqual(kept.slice(1))
})

test('services §2.9 an alert that cannot be sent does not stop the sign-in, and the place stays unknown', async () => {
  const { from, post, origins } = await place()
  await from('one')
  post.refuse = 450
  expect((await from('two')).status).toBe(200)
  expect((await from('two')).status).toBe(200)
  expect(await origins()).toHaveLength(1)
})

test('services §2.9 a new password forgets all places; where alerts are off none is kept', async () => {
  const { from, call, superuser, id, origins } = await place()
  await from('one')
  const body = { password: `${testPassword}!`, passwordConfirm: `${testPassword}!` }
  await call('PATCH', `${USERS}/records/${id}`, { token: superuser, body })
  expect(await origins()).toEqual([])
  await call('PATCH', USERS, { token: superuser, body: { authAlert: { enabled: false } } })
  const signIn = { identity: EMAIL, password: `${testPassword}!` }
  expect((await call('POST', `${USERS}/auth-with-password`, { body: signIn })).status).toBe(200)
  expect(await origins()).toEqual([])
})
