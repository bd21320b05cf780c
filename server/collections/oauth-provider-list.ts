import { oauthProviderNames } from './oauth-provider-names.ts'

/** A provider as a form for the options of an auth collection shows it. */
export interface OAuthProviderEntry {
  readonly name: string
  readonly displayName: string
  /** An inline SVG. */
  readonly logo: string
}

/**
 * All OAuth2 providers to choose from (contract data.md §2.2, services.md §2.14). Their logos are marks of our own:
 * the first letter in a square.
 *
 * @example oauthProviderList()[0] // { name: 'apple', displayName: 'Apple', logo: '<svg …>A</svg>' }
 */
export function oauthProviderList(): readonly OAuthProviderEntry[] {
  return [...oauthProviderNames].map(([name, displayName]) => ({
    name,
    displayName,
    logo: letterMark(displayName.charAt(0).toUpperCase()),
  }))
}

function letterMark(letter: string): string {
  const square = '<rect width="24" height="24" rx="5" fill="#64748b"/>'
  const font = 'font-family="sans-serif" font-size="14" font-weight="600" fill="#fff" text-anchor="middle"'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">${square}<text x="12" y="17" ${font}>${letter}</text></svg>`
}
