import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const lark: OAuthProvider = {
  name: 'lark',
  pkce: true,
  scopes: [],
  authURL: 'https://accounts.feishu.cn/open-apis/authen/v1/authorize',
  tokenURL: 'https://open.feishu.cn/open-apis/authen/v2/oauth/token',
  userInfoURL: 'https://open.feishu.cn/open-apis/authen/v1/user_info',
  read: (raw) => ({
    id: text(raw, 'data.union_id'),
    name: text(raw, 'data.name'),
    avatarURL: text(raw, 'data.avatar_url'),
  }),
}
