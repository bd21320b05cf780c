import { registry, type Registry } from '../base/registry.ts'
import type { Steps } from '../base/now.ts'
import type { Work } from '../records/work.ts'
import type { LetterKind, Writing } from './letter.ts'
import { addOrigin } from './origin-rows.ts'
import { otpCode } from './otp-code.ts'
import { ownerOf, readOwned, spendOwned, updateOwned } from './owned-rows.ts'
import { issueToken, type TokenType } from './token.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const patiently = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE]

/** The address was that of the record; another one must not get what was meant for it. */
const hasMoved = ({ record, letter }: Writing): boolean => record['email'] !== letter.to

/** Made when the mail is written, so that no token lies in the outbox. */
function tokenFilling(type: TokenType): LetterKind['filling'] {
  return ({ house, collection, record, letter }) => {
    const { newEmail = '' } = letter.extra
    return { TOKEN: issueToken({ type, collection, record, now: house.clock.now(), newEmail }) }
  }
}

const verification: LetterKind = {
  name: 'verification',
  template: (auth) => auth.verificationTemplate,
  filling: tokenFilling('verification'),
  retries: patiently,
  isStale: (writing) => hasMoved(writing) || Boolean(writing.record['verified']),
}

const passwordReset: LetterKind = {
  name: 'password-reset',
  template: (auth) => auth.resetPasswordTemplate,
  filling: tokenFilling('passwordReset'),
  retries: patiently,
  isStale: hasMoved,
}

/** Goes to the address that is to become the record's. */
const emailChange: LetterKind = {
  name: 'email-change',
  template: (auth) => auth.confirmEmailChangeTemplate,
  filling: tokenFilling('emailChange'),
  retries: [],
  isStale: () => false,
}

/** Somebody sits and waits for it, and it is good for minutes only: it is soon given up (contract services.md §2.6). */
const otp: LetterKind = {
  name: 'otp',
  template: (auth) => auth.otp.emailTemplate,
  filling: ({ collection, record, letter }) => {
    const id = letter.extra['otpId'] ?? ''
    return { OTP: otpCode({ id, collection, record }), OTP_ID: id }
  },
  retries: [SECOND, 3 * SECOND],
  isStale: hasMoved,
  *sent(work, { letter }) {
    const row = yield* readOwned(work, '_otps', letter.extra['otpId'] ?? '')
    if (row) yield* updateOwned(work, '_otps', row, { sentTo: letter.to })
  },
  failed: forgetOtp,
}

function* forgetOtp(work: Work, { letter }: Writing): Steps<void> {
  const row = yield* readOwned(work, '_otps', letter.extra['otpId'] ?? '')
  if (row) yield* spendOwned(work, '_otps', row)
}

/** A place is known once its owner was told of it (contract services.md §2.9). */
const loginAlert: LetterKind = {
  name: 'login-alert',
  template: (auth) => auth.authAlert.emailTemplate,
  filling: ({ letter }) => ({ ALERT_INFO: letter.extra['info'] ?? '' }),
  retries: patiently,
  isStale: hasMoved,
  sent: (work, { collection, record, letter }) =>
    addOrigin(work, ownerOf(collection, record), letter.extra['fingerprint'] ?? ''),
}

/** To each superuser, when the clock could not make a backup (contract services.md §5.4). */
const backupAlert: LetterKind = {
  name: 'backup-alert',
  template: () => ({
    subject: '[{APP_NAME}] The scheduled backup failed',
    body: `<p>The scheduled backup of {APP_NAME} could not be made:</p>
<pre>{ALERT_INFO}</pre>
<p>The backups that were made before are still there. Look at the log of the server, and make one by hand:</p>
<p><a class="btn" href="{APP_URL}/_/">{APP_NAME}</a></p>`,
  }),
  filling: ({ letter }) => ({ ALERT_INFO: letter.extra['why'] ?? '' }),
  retries: patiently,
  isStale: hasMoved,
}

/** Every kind of letter. */
export const letterKinds: Registry<LetterKind> = registry('kind of letter', [
  verification,
  passwordReset,
  emailChange,
  otp,
  loginAlert,
  backupAlert,
])
