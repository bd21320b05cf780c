import type { ByteRange } from '../files/file-store.ts'

/**
 * The part of a file that a `Range` header asks for (RFC 9110 §14.1.2). Undefined for the whole: where there is no
 * header, one that makes no sense, or one for several parts, all of which a server may pass over.
 *
 * @param size bytes of the whole
 * @example readRange('bytes=-500', 10_000) // { start: 9500, end: 9999 }
 */
export function readRange(text: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/i.exec((text ?? '').replaceAll(/\s/g, '')) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') {
    const count = Math.min(Number(last), size)
    return count === 0 ? 'unsatisfiable' : { start: size - count, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end }
}
