import type { OAuthProvider } from './provider.ts'
import { text, textIf } from './read-json.ts'

/**
 * Any server that speaks OpenID Connect, three times, so that a collection can have three. Its addresses have to be
 * configured; without one for the user info, all that is known is what the id token says.
 */
export const oidc: OAuthProvider = openIdConnect('oidc')
export const oidc2: OAuthProvider = openIdConnect('oidc2')
export const oidc3: OAuthProvider = openIdConnect('oidc3')

function openIdConnect(name: string): OAuthProvider {
  return {
    name,
    pkce: true,
    scopes: ['openid', 'email', 'profile'],
    authURL: '',
    tokenURL: '',
    userInfoURL: '',
    read: (raw, { claims }) => ({
      // An id token that came along has to speak of the same one (OpenID Connect Core §5.3.2); without an id, nobody.
      id: claims && text(claims, 'sub') !== text(raw, 'sub') ? '' : text(raw, 'sub'),
      name: text(raw, 'name'),
      username: text(raw, 'preferred_username'),
      email: textIf(raw, 'email', 'email_verified'),
      avatarURL: text(raw, 'picture'),
    }),
  }
}
