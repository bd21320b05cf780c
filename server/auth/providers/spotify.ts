import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

/** Spotify does not verify addresses, so none is taken. */
export const spotify: OAuthProvider = {
  name: 'spotify',
  pkce: true,
  scopes: ['user-read-private'],
  authURL: 'https://accounts.spotify.com/authorize',
  tokenURL: 'https://accounts.spotify.com/api/token',
  userInfoURL: 'https://api.spotify.com/v1/me',
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'display_name'),
    avatarURL: text(raw, 'images.0.url'),
  }),
}
