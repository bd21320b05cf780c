/** What can be wrong when someone signs in. Rows: code → [status, sentence, is it the contract's own?]. */
export const authErrors = {
  credentials_wrong: [400, 'The identity or the password is wrong.', 'contract'],
  password_auth_disabled: [403, 'Sign-in with a password is switched off for "{collection}".', 'contract'],
  auth_rule_refused: [403, 'This record may not sign in.', 'contract'],
  hashing_busy: [503, 'Too many sign-ins at once; try again in a moment.', 'ours'],
} as const
