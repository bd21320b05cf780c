import { expect, test } from 'vitest'
import { hideSecrets } from '../ops/logs/hide-secrets.ts'
import { logApp } from './log-app.ts'
import { testPassword } from './test-app.ts'

test('checklist 27: after sign-ins, tokens in addresses and failures, no secret is in the logs', async () => {
  const { call, superuser, record, signIn, app } = await logApp()
  const account = { email: 'siti@example.com', password: testPassword, passwordConfirm: testPassword }
  const user = await record('users', account)
  const token = await signIn('users', 'siti@example.com')
  const wrong = 'not-the-password-3'
  const users = '/api/collections/users'
  await call('POST', `${users}/auth-with-password`, {
    body: { identity: 'siti@example.com', password: wrong },
  })
  await call('POST', `${users}/auth-refresh`, { token })
  const file = (await call('POST', '/api/files/token', { token })).json.token
  await call('GET', `/api/files/users/${user.id}/none.png?thumb=9x9&token=${file}`)
  await call('GET', `/api/files/users/${user.id}/none.png?x=%26token%3D${file}`)
  await call('GET', `/api/nowhere/${token}`, { headers: { referer: `https://example.com/?token=${token}` } })
  await call('GET', '/api/health', { headers: { 'user-agent': `Odd/1.0 ${token}` } })
  await call('POST', '/api/oauth2-redirect?state=open-sesame&code=4/0AfJohX', { body: '{' })
  await call('POST', `${users}/confirm-password-reset`, {
    body: { token, password: wrong, passwordConfirm: wrong },
  })
  await call('GET', '/api/health?key=metrics-key-7&password=metrics-key-8')
  await app.house.logs.buffer.flush()
  const rows = await app.house.logs.auxiliary.read('select "message", "data" from "_logs"', [])
  const text = rows.flat().join('\n')
  // The control: what is no secret is there to be found.
  expect(text).toContain('/api/health')
  expect(text).toContain('thumb=9x9&token=***')
  const secrets = [
    superuser,
    token,
    file,
    testPassword,
    wrong,
    'open-sesame',
    '0AfJohX',
    'metrics-key',
    'eyJ',
  ]
  for (const secret of secrets) expect([secret, text.includes(secret)]).toEqual([secret, false])
})

test('secrets are hidden and their neighbours stay', () => {
  const key = `dapur_mf3k2a9x0q7w2bc_${'kYt3-'.repeat(8)}abc`
  expect(hideSecrets('/a?token=x.y&b=1#c')).toBe('/a?token=***&b=1#c')
  expect(hideSecrets('/a?b=1&CODE=x&tokens=2')).toBe('/a?b=1&CODE=***&tokens=2')
  expect(hideSecrets(`Bearer ${key}, again`)).toBe('Bearer ***, again')
  expect(hideSecrets('{"url":"/a?token=x"}')).toBe('{"url":"/a?token=***"}')
  expect(hideSecrets('eyJ is no token, nor is token=1')).toBe('eyJ is no token, nor is token=1')
})
