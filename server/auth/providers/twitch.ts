import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const twitch: OAuthProvider = {
  name: 'twitch',
  pkce: true,
  scopes: ['user:read:email'],
  authURL: 'https://id.twitch.tv/oauth2/authorize',
  tokenURL: 'https://id.twitch.tv/oauth2/token',
  userInfoURL: 'https://api.twitch.tv/helix/users',
  ask: ({ clientId }) => ({ headers: { 'client-id': clientId } }),
  read: (raw) => ({
    id: text(raw, 'data.0.id'),
    name: text(raw, 'data.0.display_name'),
    username: text(raw, 'data.0.login'),
    email: text(raw, 'data.0.email'),
    avatarURL: text(raw, 'data.0.profile_image_url'),
  }),
}
