import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const facebook: OAuthProvider = {
  name: 'facebook',
  pkce: true,
  scopes: ['email'],
  authURL: 'https://www.facebook.com/v3.2/dialog/oauth',
  tokenURL: 'https://graph.facebook.com/v3.2/oauth/access_token',
  userInfoURL: 'https://graph.facebook.com/me?fields=name,email,picture.type(large)',
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'name'),
    email: text(raw, 'email'),
    avatarURL: text(raw, 'picture.data.url'),
  }),
}
