import type { OAuthProvider } from './provider.ts'
import { isTrue, items, text } from './read-json.ts'

/** Gitea and Forgejo. */
export const gitea: OAuthProvider = {
  name: 'gitea',
  pkce: true,
  scopes: ['read:user', 'user:email'],
  authURL: 'https://gitea.com/login/oauth/authorize',
  tokenURL: 'https://gitea.com/login/oauth/access_token',
  userInfoURL: 'https://gitea.com/api/v1/user',
  emails: {
    url: (userInfoURL) => `${userInfoURL}/emails`,
    pick: (answer) =>
      text(
        items(answer).find((one) => isTrue(one, 'primary') && isTrue(one, 'verified')),
        'email',
      ),
  },
  isActive: (raw) => isTrue(raw, 'active'),
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'full_name'),
    username: text(raw, 'login'),
    avatarURL: text(raw, 'avatar_url'),
  }),
}
