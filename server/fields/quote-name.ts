/**
 * A name as standard SQL quotes it.
 *
 * @example quoteName('posts') // '"posts"'
 */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
