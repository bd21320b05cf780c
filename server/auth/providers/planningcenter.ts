import type { OAuthProvider } from './provider.ts'
import { text } from './read-json.ts'

export const planningcenter: OAuthProvider = {
  name: 'planningcenter',
  pkce: true,
  scopes: ['people'],
  authURL: 'https://api.planningcenteronline.com/oauth/authorize',
  tokenURL: 'https://api.planningcenteronline.com/oauth/token',
  userInfoURL: 'https://api.planningcenteronline.com/people/v2/me',
  isActive: (raw) => text(raw, 'data.attributes.status') === 'active',
  read: (raw) => ({
    id: text(raw, 'data.id'),
    name: text(raw, 'data.attributes.name'),
    avatarURL: text(raw, 'data.attributes.avatar'),
  }),
}
