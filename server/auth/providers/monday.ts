import type { OAuthProvider } from './provider.ts'
import { isTrue, text, textIf } from './read-json.ts'

export const monday: OAuthProvider = {
  name: 'monday',
  pkce: true,
  scopes: ['me:read'],
  authURL: 'https://auth.monday.com/oauth2/authorize',
  tokenURL: 'https://auth.monday.com/oauth2/token',
  userInfoURL: 'https://api.monday.com/v2',
  ask: () => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ me { id enabled name email is_verified photo_small } }' }),
  }),
  isActive: (raw) => isTrue(raw, 'data.me.enabled'),
  read: (raw) => ({
    id: text(raw, 'data.me.id'),
    name: text(raw, 'data.me.name'),
    email: textIf(raw, 'data.me.email', 'data.me.is_verified'),
    avatarURL: text(raw, 'data.me.photo_small'),
  }),
}
