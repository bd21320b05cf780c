import type { OAuthProvider } from './provider.ts'
import { text, textIf } from './read-json.ts'

/**
 * Apple has no user info: all it says is in the id token, but for the name, which comes once in a person's life with
 * the redirect. Its client secret is a token, too: see `apple-secret.ts`.
 */
export const apple: OAuthProvider = {
  name: 'apple',
  pkce: true,
  scopes: ['name', 'email'],
  authURL: 'https://appleid.apple.com/auth/authorize',
  tokenURL: 'https://appleid.apple.com/auth/token',
  userInfoURL: '',
  authParams: { response_mode: 'form_post' },
  jwksURL: 'https://appleid.apple.com/auth/keys',
  issuers: ['https://appleid.apple.com'],
  needsIdToken: () => true,
  read: (raw, { redirectName }) => ({
    id: text(raw, 'sub'),
    name: redirectName,
    email: textIf(raw, 'email', 'email_verified'),
  }),
}
