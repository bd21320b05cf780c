import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const box: OAuthProvider = {
  name: 'box',
  pkce: true,
  scopes: ['root_readonly'],
  authURL: 'https://account.box.com/api/oauth2/authorize',
  tokenURL: 'https://api.box.com/oauth2/token',
  userInfoURL: 'https://api.box.com/2.0/users/me',
  isActive: (raw) => text(raw, 'status') === 'active',
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'name'),
    email: text(raw, 'login'),
    avatarURL: text(raw, 'avatar_url'),
  }),
}
