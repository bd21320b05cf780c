import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

/** Everyone runs their own, so its addresses have to be configured. */
export const mailcow: OAuthProvider = {
  name: 'mailcow',
  pkce: true,
  scopes: ['profile'],
  authURL: '',
  tokenURL: '',
  userInfoURL: '',
  isActive: (raw) => text(raw, 'active') === '1',
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'full_name'),
    username: text(raw, 'username').split('@')[0] ?? '',
    email: text(raw, 'email'),
  }),
}
