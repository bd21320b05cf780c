/** What we can compress with, the better first. */
export type Encoding = 'br' | 'gzip'

const encodings: readonly Encoding[] = ['br', 'gzip']

/**
 * The best encoding that a client takes (RFC 9110 §12.5.3); undefined for none.
 *
 * @param text the `Accept-Encoding` header
 * @example acceptedEncoding('gzip;q=0.5, br;q=0') // 'gzip'
 */
export function acceptedEncoding(text: string | undefined): Encoding | undefined {
  if (text === undefined || text === '') return undefined
  const weights = new Map(text.toLowerCase().split(',').map(weigh))
  const rest = weights.get('*') ?? 0
  const weightOf = (encoding: Encoding): number =>
    weights.get(encoding) ?? (encoding === 'gzip' ? weights.get('x-gzip') : undefined) ?? rest
  let best: Encoding | undefined
  for (const encoding of encodings) {
    const weight = weightOf(encoding)
    if (weight > 0 && (best === undefined || weight > weightOf(best))) best = encoding
  }
  return best
}

function weigh(item: string): [name: string, weight: number] {
  const [name = '', ...params] = item.split(';').map((part) => part.trim())
  const quality = params.map((param) => /^q=([\d.]+)$/.exec(param)?.[1]).find((found) => found !== undefined)
  return [name, quality === undefined ? 1 : Number(quality)]
}
