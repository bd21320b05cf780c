import type { OAuthProvider } from './provider.ts'
import { text, textIf } from './read-json.ts'

export const google: OAuthProvider = {
  name: 'google',
  pkce: true,
  scopes: [
    'https://www.googleapis.com/auth/userinfo.profile',
    'https://www.googleapis.com/auth/userinfo.email',
  ],
  authURL: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenURL: 'https://oauth2.googleapis.com/token',
  userInfoURL: 'https://www.googleapis.com/oauth2/v3/userinfo',
  read: (raw) => ({
    id: text(raw, 'sub'),
    name: text(raw, 'name'),
    email: textIf(raw, 'email', 'email_verified'),
    avatarURL: text(raw, 'picture'),
  }),
}
