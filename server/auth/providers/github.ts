import type { OAuthProvider } from './provider.ts'
import { isTrue, items, text } from './read-json.ts'

export const github: OAuthProvider = {
  name: 'github',
  pkce: true,
  scopes: ['read:user', 'user:email'],
  authURL: 'https://github.com/login/oauth/authorize',
  tokenURL: 'https://github.com/login/oauth/access_token',
  userInfoURL: 'https://api.github.com/user',
  emails: {
    url: (userInfoURL) => `${userInfoURL}/emails`,
    pick: (answer) =>
      text(
        items(answer).find((one) => isTrue(one, 'primary') && isTrue(one, 'verified')),
        'email',
      ),
  },
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'name'),
    username: text(raw, 'login'),
    avatarURL: text(raw, 'avatar_url'),
  }),
}
