import type { OAuthProvider } from './provider.ts'
import { isTrue, text, textIf } from './read-json.ts'

export const kakao: OAuthProvider = {
  name: 'kakao',
  pkce: true,
  scopes: ['account_email', 'profile_nickname', 'profile_image'],
  authURL: 'https://kauth.kakao.com/oauth/authorize',
  tokenURL: 'https://kauth.kakao.com/oauth/token',
  userInfoURL: 'https://kapi.kakao.com/v2/user/me',
  read: (raw) => ({
    id: text(raw, 'id'),
    username: text(raw, 'properties.nickname'),
    email: isTrue(raw, 'kakao_account.is_email_valid')
      ? textIf(raw, 'kakao_account.email', 'kakao_account.is_email_verified')
      : '',
    avatarURL: text(raw, 'properties.profile_image'),
  }),
}
