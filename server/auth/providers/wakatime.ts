import type { OAuthProvider } from './provider.ts'
import { text, textIf } from './read-json.ts'

export const wakatime: OAuthProvider = {
  name: 'wakatime',
  pkce: true,
  scopes: ['email'],
  authURL: 'https://wakatime.com/oauth/authorize',
  tokenURL: 'https://wakatime.com/oauth/token',
  userInfoURL: 'https://wakatime.com/api/v1/users/current',
  read: (raw) => ({
    id: text(raw, 'data.id'),
    name: text(raw, 'data.display_name'),
    username: text(raw, 'data.username'),
    email: textIf(raw, 'data.email', 'data.is_email_confirmed'),
    avatarURL:
      textIf(raw, 'data.photo', 'data.is_photo_public') || textIf(raw, 'data.photo', 'data.photo_public'),
  }),
}
