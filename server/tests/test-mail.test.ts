import { expect, test } from 'vitest'
import { postOffice, useSmtp } from './post-office.ts'
import { testApp } from './test-app.ts'

const PATH = '/api/settings/test/email'
const TO = 'boss@example.com'

test.each([
  ['verification', 'confirm-verification'],
  ['password-reset', 'confirm-password-reset'],
  ['email-change', 'confirm-email-change'],
  ['otp', '123456'],
  ['login-alert', 'sign-in'],
])('services §5.3 a test mail of the kind %s', async (template, holds) => {
  const app = await testApp()
  const post = await postOffice()
  await useSmtp(app, post)
  const body = { template, email: TO, collection: 'users' }
  expect((await app.call('POST', PATH, { token: app.superuser, body })).status).toBe(204)
  const mail = await post.mailTo(TO)
  expect(`${mail.subject} ${mail.html}`).toContain(holds)
})

test('services §5.3 the fields of nobody say their names', async () => {
  const app = await testApp()
  const post = await postOffice()
  await useSmtp(app, post)
  const otp = {
    emailTemplate: { subject: '{OTP_ID}', body: '{RECORD:name} {RECORD:email} {RECORD:verified}' },
  }
  await app.call('PATCH', '/api/collections/users', { token: app.superuser, body: { otp } })
  const body = { template: 'otp', email: TO, collection: 'users' }
  await app.call('POST', PATH, { token: app.superuser, body })
  const mail = await post.mailTo(TO)
  expect(mail.subject).toBe('_PB_TEST_OTP_ID_')
  expect(mail.text).toContain('__pb_test_name__ __pb_test_email__ false')
})

test('services §5.4 links and buttons of a mail have the accent colour of the settings', async () => {
  const app = await testApp()
  const post = await postOffice()
  await useSmtp(app, post)
  const meta = { accentColor: '#0a7d4f' }
  await app.call('PATCH', '/api/settings', { token: app.superuser, body: { meta } })
  const body = { template: 'verification', email: TO, collection: 'users' }
  await app.call('POST', PATH, { token: app.superuser, body })
  expect((await post.mailTo(TO)).html).toContain('background: #0a7d4f')
})

test('services §5.3 what is wrong with the request, and who may make it', async () => {
  const { call, superuser } = await testApp()
  expect((await call('POST', PATH, { body: {} })).status).toBe(401)
  const codes = async (body: object) => {
    const { status, json } = await call('POST', PATH, { token: superuser, body })
    expect(status).toBe(400)
    return Object.entries(json.data as Record<string, { code: string }>).map(
      ([key, { code }]) => `${key} ${code}`,
    )
  }
  expect(await codes({})).toEqual(['email validation_required', 'template validation_required'])
  expect(await codes({ email: 'x', template: 'x', collection: '_mfas' })).toEqual([
    'email validation_is_email',
    'template validation_in_invalid',
    'collection validation_invalid_auth_collection',
  ])
})

test('services §5.3 what the mail server says is shown to the superuser', async () => {
  const app = await testApp()
  const post = await postOffice()
  await useSmtp(app, post)
  post.refuse = 550
  const body = { template: 'otp', email: TO }
  const reply = await app.call('POST', PATH, { token: app.superuser, body })
  expect([reply.status, reply.json.data]).toEqual([400, {}])
  expect(reply.json.message).toContain('not today')
  await post.close()
  expect((await app.call('POST', PATH, { token: app.superuser, body })).json.message).toContain(
    'ECONNREFUSED',
  )
})
