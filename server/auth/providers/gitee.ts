import type { OAuthProvider } from './provider.ts'
import { items, text } from './read-json.ts'

export const gitee: OAuthProvider = {
  name: 'gitee',
  pkce: true,
  scopes: ['user_info', 'emails'],
  authURL: 'https://gitee.com/oauth/authorize',
  tokenURL: 'https://gitee.com/oauth/token',
  userInfoURL: 'https://gitee.com/api/v5/user',
  emails: {
    url: (userInfoURL) => new URL('/api/v5/emails', userInfoURL).href,
    pick: (answer) =>
      text(
        items(answer).find(
          (one) => text(one, 'state') === 'confirmed' && items(one, 'scope').includes('primary'),
        ),
        'email',
      ),
  },
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'name'),
    username: text(raw, 'login'),
    email: text(raw, 'email'),
    avatarURL: text(raw, 'avatar_url'),
  }),
}
