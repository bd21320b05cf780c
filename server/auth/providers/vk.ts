import type { OAuthProvider } from './provider.ts'
import { joined, text } from './read-json.ts'

/** VK tells the address with the token, not with the user. */
export const vk: OAuthProvider = {
  name: 'vk',
  pkce: false,
  scopes: ['email'],
  authURL: 'https://oauth.vk.com/authorize',
  tokenURL: 'https://oauth.vk.com/access_token',
  userInfoURL: 'https://api.vk.com/method/users.get?fields=photo_max,screen_name&v=5.131',
  read: (raw, { token }) => ({
    id: text(raw, 'response.0.id'),
    name: joined(raw, 'response.0.first_name', 'response.0.last_name'),
    username: text(raw, 'response.0.screen_name'),
    email: text(token, 'email'),
    avatarURL: text(raw, 'response.0.photo_max'),
  }),
}
