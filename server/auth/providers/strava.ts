import type { OAuthProvider } from './provider.ts'
import { joined, text } from './read-json.ts'

export const strava: OAuthProvider = {
  name: 'strava',
  pkce: true,
  scopes: ['profile:read_all'],
  authURL: 'https://www.strava.com/oauth/authorize',
  tokenURL: 'https://www.strava.com/api/v3/oauth/token',
  userInfoURL: 'https://www.strava.com/api/v3/athlete',
  read: (raw) => ({
    // Athletes that are not there are numbered 0.
    id: text(raw, 'id') === '0' ? '' : text(raw, 'id'),
    name: joined(raw, 'firstname', 'lastname'),
    username: text(raw, 'username'),
    avatarURL: text(raw, 'profile'),
  }),
}
