import { type Mail, type Mailer, MailRefused, oneLine } from './mailer.ts'

/** How to reach an SMTP server: the settings' `smtp` (contract services.md §5.4). */
export interface SmtpOptions {
  readonly host: string
  readonly port: number
  /** Implicit TLS; without it STARTTLS is used where the server offers it. */
  readonly tls: boolean
  /** Nobody signs in while both are empty. */
  readonly username: string
  readonly password: string
  /** `PLAIN`, `LOGIN`, or '' for what the server likes best. */
  readonly authMethod: string
  /** The name in HELO; '' for the machine's own. */
  readonly localName: string
}

/** The longest that one mail may take. */
export const SEND_TIMEOUT_MS = 30_000
const STEP_TIMEOUT_MS = 10_000

/**
 * Send mails through an SMTP server, each over a connection of its own.
 *
 * @example await smtpMailer(settings.smtp).send(mail)
 */
export function smtpMailer(options: SmtpOptions): Mailer {
  const transportOptions = {
    host: options.host,
    port: options.port,
    secure: options.tls,
    ...(options.localName === '' ? {} : { name: options.localName }),
    ...authOf(options),
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
    dnsTimeout: STEP_TIMEOUT_MS,
    // A mail is text of ours: nothing in it may make us read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  return {
    async send(mail) {
      // Loaded with the first mail: not everybody sends any, and a start has to be quick.
      const { createTransport } = await import('nodemailer')
      const transport = createTransport(transportOptions)
      try {
        await transport.sendMail({ ...messageOf(mail), signal: AbortSignal.timeout(SEND_TIMEOUT_MS) })
      } catch (error) {
        throw isFinal(error) ? new MailRefused(reasonOf(error), { cause: error }) : error
      }
    },
  }
}

function authOf({ username, password, authMethod }: SmtpOptions): object {
  if (username === '' && password === '') return {}
  const method = authMethod === '' ? {} : { method: authMethod }
  return { auth: { user: username, pass: password, ...method } }
}

/** Addresses go as objects: a text would be taken apart, and a comma in it would make two receivers of one. */
function messageOf({ id, from, to, subject, html, text }: Mail): object {
  if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(to)) throw new MailRefused('this is no address that a mail can go to')
  const domain = from.address.split('@').at(-1) ?? 'localhost'
  return {
    messageId: `<${id}@${domain}>`,
    from: { name: oneLine(from.name), address: from.address },
    to: { name: '', address: to },
    subject: oneLine(subject),
    html,
    text,
    // No auto-reply to a machine (RFC 3834 §5).
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

/** 5xx to the receiver or the content is the server's last word (RFC 5321 §4.2.1); a wrong password of ours can be set right. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof MailRefused) return true
  const code = 'code' in error ? error.code : undefined
  const reply = 'responseCode' in error ? error.responseCode : undefined
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && typeof reply === 'number' && reply >= 500
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
