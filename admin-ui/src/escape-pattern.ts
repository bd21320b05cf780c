/**
 * A text as part of a pattern that means just this text.
 *
 * @example new RegExp(escapePattern('a.b')) // /a\.b/
 */
export function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}
