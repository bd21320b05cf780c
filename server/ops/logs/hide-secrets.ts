/** Parameters of addresses that open something: tokens of files and backups, what OAuth2 providers send back. */
const parameters = 'access_token|code|id_token|key|password|refresh_token|secret|state|token'

/** Those, and what is a token wherever it stands, be it behind `%3D`: a JWT, an API key of ours. */
const secrets = new RegExp(
  `([?&;](?:${parameters})=)[^&#"\\s\\\\]+|eyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*|dapur_[a-z0-9]{15}_[\\w-]+`,
  'gi',
)

/**
 * Take the secrets out of a text that goes into the logs (`reliability.md` checklist 27).
 *
 * @example hideSecrets('/api/files/x/y/z.png?thumb=9x9&token=eyJ…') // '/api/files/x/y/z.png?thumb=9x9&token=***'
 */
export function hideSecrets(text: string): string {
  return text.replace(secrets, (_, name: string | undefined) => `${name ?? ''}***`)
}
