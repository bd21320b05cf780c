/** What can be wrong with ways in that only we have. Rows: code → [status, sentence, is it the contract's own?]. */
export const authBeyondErrors = {
  passkey_auth_disabled: [403, 'Passkeys are switched off for "{collection}".', 'ours'],
  passkey_refused: [400, 'This passkey cannot be registered: {why}', 'ours'],
  totp_auth_disabled: [403, 'Codes of an authenticator app are switched off for "{collection}".', 'ours'],
  totp_code_wrong: [400, 'The code is wrong, or it was used already.', 'ours'],
  totp_missing: [404, 'There is no authenticator app for this account.', 'ours'],
  anonymous_auth_disabled: [403, 'Anonymous sign-in is switched off for "{collection}".', 'ours'],
  account_not_anonymous: [400, 'This account is not anonymous, or it is not any more.', 'ours'],
  api_keys_disabled: [403, 'API keys are switched off for "{collection}".', 'ours'],
  scope_refused: [403, 'The API key of this request is not for this.', 'ours'],
  sessions_disabled: [403, 'Sessions are switched off for "{collection}".', 'ours'],
  credential_not_found: [404, 'There is no such {what} here.', 'ours'],
  credentials_too_many: [400, 'An account can have {limit} of these at most; delete one first.', 'ours'],
} as const
