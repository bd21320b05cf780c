import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, vi } from 'vitest'
import type { TestApp } from './test-app.ts'

/** A real SMTP server on loopback that keeps what it gets. */
export interface PostOffice {
  readonly port: number
  readonly mails: ParsedMail[]
  /** The first mail to an address, waited for; it is taken out. */
  readonly mailTo: (address: string) => Promise<ParsedMail>
  /** Answer every message with this code from now on; undefined takes them again. */
  refuse: number | undefined
  readonly close: () => Promise<void>
}

/**
 * Open a post office for one test.
 *
 * @example const post = await postOffice(); await useSmtp(app, post)
 */
export async function postOffice(options: SMTPServerOptions = {}): Promise<PostOffice> {
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    ...options,
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        if (office.refuse !== undefined)
          return done(Object.assign(new Error('not today'), { responseCode: office.refuse }))
        office.mails.push(mail)
        return done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // What speaks no TLS, or hangs up in the middle: the client's test sees it.
  server.on('error', () => undefined)
  const { port } = addressOf(server.server.address())
  let closed: Promise<void> | undefined
  const office: PostOffice = {
    port,
    mails: [],
    refuse: undefined,
    close: () => (closed ??= new Promise((resolve) => server.close(() => resolve()))),
    async mailTo(address) {
      return vi.waitFor(
        () => {
          const at = office.mails.findIndex(({ to }) => textOf(to) === address)
          expect(at, `a mail to ${address}`).toBeGreaterThanOrEqual(0)
          const [mail] = office.mails.splice(at, 1)
          if (!mail) throw new Error('the mail is gone')
          return mail
        },
        { timeout: 5000, interval: 10 },
      )
    },
  }
  onTestFinished(() => office.close())
  return office
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the post office has no port')
  return address
}

function textOf(to: ParsedMail['to']): string | undefined {
  return Array.isArray(to) ? to.map(({ text }) => text).join() : to?.text
}

/** Let an app send its mails there. */
export async function useSmtp(
  { call, superuser }: TestApp,
  { port }: PostOffice,
  more: object = {},
): Promise<void> {
  const smtp = { enabled: true, host: '127.0.0.1', port, ...more }
  const { status, text } = await call('PATCH', '/api/settings', { token: superuser, body: { smtp } })
  expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' })
}

/** The token at the end of a mail's link. */
export function tokenIn(mail: ParsedMail): string {
  const [, token = ''] = /auth\/[\w-]+\/([\w.-]+)/.exec(mail.text ?? '') ?? []
  return token
}

/** The digits in a mail. */
export function codeIn(mail: ParsedMail): string {
  return /\b\d{4,}\b/.exec(mail.text ?? '')?.[0] ?? ''
}
