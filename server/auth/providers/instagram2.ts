import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const instagram2: OAuthProvider = {
  name: 'instagram2',
  pkce: true,
  scopes: ['instagram_business_basic'],
  authURL: 'https://www.instagram.com/oauth/authorize',
  tokenURL: 'https://api.instagram.com/oauth/access_token',
  userInfoURL:
    'https://graph.instagram.com/me?fields=id,username,account_type,user_id,name,profile_picture_url,followers_count,follows_count,media_count',
  read: (raw) => ({
    id: text(raw, 'user_id'),
    name: text(raw, 'name'),
    username: text(raw, 'username'),
    avatarURL: text(raw, 'profile_picture_url'),
  }),
}
