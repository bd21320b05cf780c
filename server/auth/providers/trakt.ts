import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const trakt: OAuthProvider = {
  name: 'trakt',
  pkce: true,
  scopes: [],
  authURL: 'https://trakt.tv/oauth/authorize',
  tokenURL: 'https://api.trakt.tv/oauth/token',
  userInfoURL: 'https://api.trakt.tv/users/settings',
  ask: ({ clientId }) => ({ headers: { 'trakt-api-key': clientId, 'trakt-api-version': '2' } }),
  read: (raw) => ({
    id: text(raw, 'user.ids.uuid'),
    name: text(raw, 'user.name'),
    username: text(raw, 'user.username'),
    avatarURL: text(raw, 'user.images.avatar.full'),
  }),
}
