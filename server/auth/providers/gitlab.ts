import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const gitlab: OAuthProvider = {
  name: 'gitlab',
  pkce: true,
  scopes: ['read_user'],
  authURL: 'https://gitlab.com/oauth/authorize',
  tokenURL: 'https://gitlab.com/oauth/token',
  userInfoURL: 'https://gitlab.com/api/v4/user',
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'name'),
    username: text(raw, 'username'),
    email: text(raw, 'confirmed_at') === '' ? '' : text(raw, 'email'),
    avatarURL: text(raw, 'avatar_url'),
  }),
}
