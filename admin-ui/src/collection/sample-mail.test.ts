import { expect, test } from 'vitest'
import { sampleMail } from './sample-mail.ts'

const draft = {
  path: 'verificationTemplate',
  subject: 'Welcome to {APP_NAME}',
  body: '<a href="{APP_URL}/_/#/auth/confirm-verification/{TOKEN}">{RECORD:name}</a>',
  appName: 'Warung & Co',
  appURL: 'https://warung.example/',
  codeLength: 6,
  fields: [
    { name: 'name', type: 'text', hidden: false },
    { name: 'email', type: 'email', hidden: false },
    { name: 'tokenKey', type: 'text', hidden: true },
  ],
} as const

test('a mail is filled with sample values, as text wherever they stand', () => {
  expect(sampleMail(draft)).toEqual({
    subject: 'Welcome to Warung & Co',
    html: '<a href="https://warung.example/_/#/auth/confirm-verification/TOKEN">‹name›</a>',
    unknown: [],
    missing: undefined,
  })
  expect(sampleMail({ ...draft, body: '{APP_NAME} {RECORD:email}' }).html).toBe(
    'Warung &amp; Co sri@example.com',
  )
})

test('what nothing fills is said once, also where only another mail knows it or a field is hidden', () => {
  const body = '{TOKEN} {OTP} {OTP} {TOKN} {RECORD:tokenKey} {RECORD:other} {toString} {lower}'
  expect(sampleMail({ ...draft, body })).toMatchObject({
    unknown: ['{OTP}', '{TOKN}', '{RECORD:tokenKey}', '{RECORD:other}'],
    html: 'TOKEN {OTP} {OTP} {TOKN} {RECORD:tokenKey} {RECORD:other} {toString} {lower}',
  })
})

test.each([
  ['verificationTemplate', '', '', '{TOKEN}'],
  ['resetPasswordTemplate', '{TOKEN}', '', '{TOKEN}'],
  ['confirmEmailChangeTemplate', '', '{TOKEN}', undefined],
  ['otp.emailTemplate', '', '{OTP_ID}', '{OTP}'],
  ['otp.emailTemplate', '{OTP}', '', undefined],
  ['authAlert.emailTemplate', '', '', undefined],
] as const)('what the mail %s needs, with "%s" and "%s"', (path, subject, body, missing) => {
  expect(sampleMail({ ...draft, path, subject, body }).missing).toBe(missing)
})

test('a code has its digits', () => {
  const { html } = sampleMail({ ...draft, path: 'otp.emailTemplate', body: '{OTP}', codeLength: 12 })
  expect(html).toBe('123456789012')
})
