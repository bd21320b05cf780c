import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const twitter: OAuthProvider = {
  name: 'twitter',
  pkce: true,
  scopes: ['users.read', 'users.email', 'tweet.read'],
  authURL: 'https://x.com/i/oauth2/authorize',
  tokenURL: 'https://api.x.com/2/oauth2/token',
  userInfoURL: 'https://api.x.com/2/users/me?user.fields=id,name,username,profile_image_url,confirmed_email',
  read: (raw) => ({
    id: text(raw, 'data.id'),
    name: text(raw, 'data.name'),
    username: text(raw, 'data.username'),
    email: text(raw, 'data.confirmed_email'),
    avatarURL: text(raw, 'data.profile_image_url'),
  }),
}
