import type { OAuthProvider } from './provider.ts'
import { isTrue, text } from './read-json.ts'

export const yandex: OAuthProvider = {
  name: 'yandex',
  pkce: true,
  scopes: ['login:email', 'login:avatar', 'login:info'],
  authURL: 'https://oauth.yandex.com/authorize',
  tokenURL: 'https://oauth.yandex.com/token',
  userInfoURL: 'https://login.yandex.ru/info',
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'real_name'),
    username: text(raw, 'login'),
    email: text(raw, 'default_email'),
    avatarURL: avatarOf(text(raw, 'default_avatar_id'), isTrue(raw, 'is_avatar_empty')),
  }),
}

function avatarOf(id: string, isEmpty: boolean): string {
  return id === '' || isEmpty ? '' : `https://avatars.yandex.net/get-yapic/${id}/islands-200`
}
