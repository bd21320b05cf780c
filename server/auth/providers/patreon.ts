import type { OAuthProvider } from './provider.ts'
import { text, textIf } from './read-json.ts'

export const patreon: OAuthProvider = {
  name: 'patreon',
  pkce: true,
  scopes: ['identity', 'identity[email]'],
  authURL: 'https://www.patreon.com/oauth2/authorize',
  tokenURL: 'https://www.patreon.com/api/oauth2/token',
  userInfoURL:
    'https://www.patreon.com/api/oauth2/v2/identity?fields%5Buser%5D=full_name,email,vanity,image_url,is_email_verified',
  read: (raw) => ({
    id: text(raw, 'data.id'),
    name: text(raw, 'data.attributes.full_name'),
    username: text(raw, 'data.attributes.vanity'),
    email: textIf(raw, 'data.attributes.email', 'data.attributes.is_email_verified'),
    avatarURL: text(raw, 'data.attributes.image_url'),
  }),
}
