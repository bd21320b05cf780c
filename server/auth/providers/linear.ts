import type { OAuthProvider } from './provider.ts'
import { isTrue, text } from './read-json.ts'

export const linear: OAuthProvider = {
  name: 'linear',
  pkce: false,
  scopes: ['read'],
  authURL: 'https://linear.app/oauth/authorize',
  tokenURL: 'https://api.linear.app/oauth/token',
  userInfoURL: 'https://api.linear.app/graphql',
  ask: () => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ viewer { id displayName name email avatarUrl active } }' }),
  }),
  isActive: (raw) => isTrue(raw, 'data.viewer.active'),
  read: (raw) => ({
    id: text(raw, 'data.viewer.id'),
    name: text(raw, 'data.viewer.name'),
    username: text(raw, 'data.viewer.displayName'),
    email: text(raw, 'data.viewer.email'),
    avatarURL: text(raw, 'data.viewer.avatarUrl'),
  }),
}
