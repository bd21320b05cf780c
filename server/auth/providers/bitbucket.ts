import type { OAuthProvider } from './provider.ts'
import { isTrue, items, text } from './read-json.ts'

export const bitbucket: OAuthProvider = {
  name: 'bitbucket',
  pkce: false,
  scopes: ['account'],
  authURL: 'https://bitbucket.org/site/oauth2/authorize',
  tokenURL: 'https://bitbucket.org/site/oauth2/access_token',
  userInfoURL: 'https://api.bitbucket.org/2.0/user',
  emails: {
    url: (userInfoURL) => `${userInfoURL}/emails`,
    pick: (answer) =>
      text(
        items(answer, 'values').find((one) => isTrue(one, 'is_primary') && isTrue(one, 'is_confirmed')),
        'email',
      ),
  },
  isActive: (raw) => text(raw, 'account_status') === 'active',
  read: (raw) => ({
    id: text(raw, 'uuid'),
    name: text(raw, 'display_name'),
    username: text(raw, 'username'),
    avatarURL: text(raw, 'links.avatar.href'),
  }),
}
