/** What can be wrong when someone signs in. Rows: code → [status, sentence, is it the contract's own?]. */
export const authErrors = {
  credentials_wrong: [400, 'The identity or the password is wrong.', 'contract'],
  password_auth_disabled: [403, 'Sign-in with a password is switched off for "{collection}".', 'contract'],
  otp_auth_disabled: [403, 'Sign-in with a one-time code is switched off for "{collection}".', 'contract'],
  attempts_too_many: [429, 'Too many attempts for this account; try again in a few minutes.', 'contract'],
  mfa_refused: [
    400,
    'The second factor has to belong to the account of the first, be another method, and come in time.',
    'contract',
  ],
  superusers_excepted: [400, 'This is not for superusers.', 'contract'],
  password_reset_disabled: [400, 'Nobody signs in to "{collection}" with a password.', 'contract'],
  mail_unsent: [400, 'The mail could not be sent; try again later.', 'contract'],
  mail_failed: [400, 'The mail could not be sent. Raw error:\n{why}', 'contract'],
  mails_too_many: [429, 'Too many mails for this account; try again later.', 'ours'],
  auth_rule_refused: [403, 'This record may not sign in.', 'contract'],
  hashing_busy: [503, 'Too many sign-ins at once; try again in a moment.', 'ours'],
} as const
