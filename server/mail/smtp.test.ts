import tls from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { loopbackCertificate } from '../tests/certificate.ts'
import { postOffice } from '../tests/post-office.ts'
import { type Mail, MailRefused } from './mailer.ts'
import { smtpMailer, type SmtpOptions } from './smtp.ts'

const plain: SmtpOptions = {
  host: '127.0.0.1',
  port: 0,
  tls: false,
  username: '',
  password: '',
  authMethod: '',
  localName: '',
}
const mail: Mail = {
  id: 'mf3k2a9x0q7w2bc',
  from: { name: 'Warung "Sri", Jakarta', address: 'warung@example.com' },
  to: 'sri@example.com',
  subject: 'Pesanan №1 – selesai',
  html: '<p>Halo é</p>',
  text: 'Halo é',
}

test('a mail arrives as it was written, in two forms', async () => {
  const post = await postOffice()
  await smtpMailer({ ...plain, port: post.port }).send(mail)
  const got = await post.mailTo('sri@example.com')
  expect(got).toMatchObject({ subject: mail.subject, html: mail.html, messageId: `<${mail.id}@example.com>` })
  expect(got.text?.trim()).toBe(mail.text)
  expect(got.from?.value).toEqual([mail.from])
  expect(got.headers.get('auto-submitted')).toBe('auto-generated')
})

test('no header and no receiver can be slipped in', async () => {
  const post = await postOffice()
  const mailer = smtpMailer({ ...plain, port: post.port })
  const from = { name: 'A\r\nBcc: spy@example.com', address: 'warung@example.com' }
  await mailer.send({ ...mail, from, subject: 'Hi\r\nBcc: spy@example.com' })
  const got = await post.mailTo('sri@example.com')
  expect(got.bcc).toBeUndefined()
  expect(got.subject).toBe('Hi Bcc: spy@example.com')
  for (const to of [
    'a@example.com, b@example.com',
    'a@example.com\r\nRCPT TO:<b@example.com>',
    'a <b@example.com>',
  ])
    await expect(mailer.send({ ...mail, to })).rejects.toBeInstanceOf(MailRefused)
  expect(post.mails).toEqual([])
})

describe('sign-in to the server', () => {
  test.each(['PLAIN', 'LOGIN', ''])('by the method "%s"', async (authMethod) => {
    const seen: unknown[] = []
    const post = await postOffice({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ method, username, password }, _session, done) {
        seen.push([method, username, password])
        done(password === 'right' ? null : new Error('no'), { user: username })
      },
    })
    const options = { ...plain, port: post.port, username: 'me', authMethod }
    await smtpMailer({ ...options, password: 'right' }).send(mail)
    await post.mailTo('sri@example.com')
    expect(seen).toEqual([[authMethod || 'PLAIN', 'me', 'right']])
    const refused = smtpMailer({ ...options, password: 'wrong' }).send(mail)
    // A wrong password in the settings can be set right: the mail is not lost by it.
    await expect(refused).rejects.not.toBeInstanceOf(MailRefused)
  })

  test('is left out when there is neither name nor password', async () => {
    const post = await postOffice({ onAuth: () => expect.unreachable() })
    await smtpMailer({ ...plain, port: post.port }).send(mail)
    await post.mailTo('sri@example.com')
  })
})

describe('TLS', () => {
  const before = tls.getCACertificates('default')
  const { key, cert } = loopbackCertificate()
  afterAll(() => tls.setDefaultCACertificates(before))

  test.each([
    ['from the first byte', true],
    ['by STARTTLS, where the server offers it', false],
  ])('%s', async (_, secure) => {
    const post = await postOffice({ key, cert, secure, hideSTARTTLS: false })
    const options = { ...plain, host: 'localhost', port: post.port, tls: secure }
    tls.setDefaultCACertificates(before)
    // A server whose certificate nobody vouches for gets nothing, and may be set right later.
    const untrusted = smtpMailer(options).send(mail)
    await expect(untrusted).rejects.not.toBeInstanceOf(MailRefused)
    await expect(untrusted).rejects.toThrow(/certificate|self-signed/)
    expect(post.mails).toEqual([])
    tls.setDefaultCACertificates([...before, cert])
    await smtpMailer(options).send(mail)
    await post.mailTo('sri@example.com')
  })
})

test.each([
  [550, true],
  [450, false],
])('the answer %i is final: %s', async (code, isFinal) => {
  const post = await postOffice()
  post.refuse = code
  const error: unknown = await smtpMailer({ ...plain, port: post.port })
    .send(mail)
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Error)
  expect(error instanceof MailRefused).toBe(isFinal)
})

test('the name of this machine is what the settings say', async () => {
  const names: unknown[] = []
  const post = await postOffice({
    onMailFrom(_address, { hostNameAppearsAs }, done) {
      names.push(hostNameAppearsAs)
      done()
    },
  })
  await smtpMailer({ ...plain, port: post.port, localName: 'mail.warung.id' }).send(mail)
  expect(names).toEqual(['mail.warung.id'])
})
