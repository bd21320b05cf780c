import type { OAuthProvider } from './provider.ts'
import { text, textIf } from './read-json.ts'

export const livechat: OAuthProvider = {
  name: 'livechat',
  pkce: true,
  scopes: [],
  authURL: 'https://accounts.livechat.com/',
  tokenURL: 'https://accounts.livechat.com/token',
  userInfoURL: 'https://accounts.livechat.com/v2/accounts/me',
  read: (raw) => ({
    id: text(raw, 'account_id'),
    name: text(raw, 'name'),
    email: textIf(raw, 'email', 'email_verified'),
    avatarURL: text(raw, 'avatar_url'),
  }),
}
