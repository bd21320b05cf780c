/** The mail of an auth collection, by where its template stands in the options. */
export type MailPath =
  | 'verificationTemplate'
  | 'resetPasswordTemplate'
  | 'confirmEmailChangeTemplate'
  | 'otp.emailTemplate'
  | 'authAlert.emailTemplate'

interface Draft {
  path: MailPath
  subject: string
  body: string
  appName: string
  appURL: string
  /** Digits of a code. */
  codeLength: number
  fields: readonly { name: string; type: string; hidden: boolean }[]
}

interface SampleMail {
  subject: string
  /** The filled body. */
  html: string
  /** Placeholders that are sent as they stand, since nothing fills them: `{TOKN}`. */
  unknown: readonly string[]
  /** What the mail is for and does not hold: `{TOKEN}`. */
  missing: '{TOKEN}' | '{OTP}' | undefined
}

const PLACEHOLDER = /\{([A-Z_]+(?::\w+)?)\}/g

/**
 * A mail as somebody would get it, with sample values (contract services.md §5.4).
 *
 * @example sampleMail({ path: 'otp.emailTemplate', subject: 'Hi', body: '{OTP} {X}', … }) // html '123456 {X}', unknown ['{X}']
 */
export function sampleMail(draft: Draft): SampleMail {
  const { path, subject, body } = draft
  const filling = fillingOf(draft)
  const used = [...`${subject} ${body}`.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
  const unknown = [...new Set(used.filter((name) => !filling.has(name)))]
  const needed =
    path === 'otp.emailTemplate' ? 'OTP' : path === 'authAlert.emailTemplate' ? undefined : 'TOKEN'
  // A code may stand in the subject; a link cannot.
  const holds = needed === 'TOKEN' ? body : `${subject} ${body}`
  return {
    subject: fill(subject, filling),
    html: fill(body, new Map([...filling].map(([name, value]) => [name, escapeHtml(value)]))),
    unknown: unknown.map((name) => `{${name}}`),
    missing: needed === undefined || holds.includes(`{${needed}}`) ? undefined : `{${needed}}`,
  }
}

function fillingOf({ path, appName, appURL, codeLength, fields }: Draft): ReadonlyMap<string, string> {
  const own: Readonly<Record<string, string>> =
    path === 'otp.emailTemplate'
      ? { OTP: '1234567890'.repeat(4).slice(0, codeLength), OTP_ID: 'a1b2c3d4e5f6g7h' }
      : path === 'authAlert.emailTemplate'
        ? { ALERT_INFO: '2026-01-31 08:15:00.000Z - 203.0.113.7 Firefox' }
        : { TOKEN: 'TOKEN' }
  const shown = fields.filter(({ name, hidden }) => name !== '' && !hidden)
  return new Map([
    ...Object.entries({ ...own, APP_NAME: appName, APP_URL: appURL.replace(/\/+$/, '') }),
    ...shown.map(
      ({ name, type }) => [`RECORD:${name}`, type === 'email' ? 'sri@example.com' : `‹${name}›`] as const,
    ),
  ])
}

function fill(text: string, filling: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => filling.get(name) ?? whole)
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
}
