import type { OAuthProvider } from './provider.ts'
import { text, textIf } from './read-json.ts'

export const discord: OAuthProvider = {
  name: 'discord',
  pkce: true,
  scopes: ['identify', 'email'],
  authURL: 'https://discord.com/api/oauth2/authorize',
  tokenURL: 'https://discord.com/api/oauth2/token',
  userInfoURL: 'https://discord.com/api/users/@me',
  read: (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'global_name') || `${text(raw, 'username')}#${text(raw, 'discriminator')}`,
    username: text(raw, 'username'),
    email: textIf(raw, 'email', 'verified'),
    avatarURL: avatarOf(text(raw, 'id'), text(raw, 'avatar')),
  }),
}

function avatarOf(id: string, avatar: string): string {
  return avatar === '' ? '' : `https://cdn.discordapp.com/avatars/${id}/${avatar}.png`
}
