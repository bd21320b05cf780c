import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const notion: OAuthProvider = {
  name: 'notion',
  pkce: true,
  scopes: [],
  authURL: 'https://api.notion.com/v1/oauth/authorize',
  tokenURL: 'https://api.notion.com/v1/oauth/token',
  userInfoURL: 'https://api.notion.com/v1/users/me',
  ask: () => ({ headers: { 'notion-version': '2022-06-28' } }),
  read: (raw) => ({
    id: text(raw, 'bot.owner.user.id'),
    name: text(raw, 'bot.owner.user.name'),
    email: text(raw, 'bot.owner.user.person.email'),
    avatarURL: text(raw, 'bot.owner.user.avatar_url'),
  }),
}
