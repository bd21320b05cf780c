/** What can be wrong with a sign-in by another service. Rows: code → [status, sentence, is it the contract's own?]. */
export const oauth2Errors = {
  oauth2_disabled: [403, 'Sign-in with OAuth2 is switched off for "{collection}".', 'contract'],
  oauth2_failed: [400, 'The sign-in at "{provider}" did not succeed: {why}.', 'contract'],
  oauth2_unready: [500, 'The OAuth2 provider "{provider}" is not set up completely.', 'contract'],
  apple_key_broken: [400, 'The private key cannot be used to sign with ES256.', 'contract'],
} as const
