/**
 * A sentence with its {holes} filled; undefined where there is no sentence, or nothing to fill a hole with.
 *
 * @example filled('At most {max}.', { max: 3 }) // 'At most 3.'
 */
export function filled(
  sentence: string | undefined,
  params: Readonly<Record<string, unknown>> = {},
): string | undefined {
  const holes = [...(sentence ?? '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  if (holes.some((name) => !isShown(params[name]))) return undefined
  return sentence?.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]))
}

function isShown(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}
