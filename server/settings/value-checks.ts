import { isIP } from 'node:net'
import { problem, type Problem, required } from '../base/problem.ts'
import { isAddress } from '../fields/url.ts'

/*
 * Checks of single values. Each says what is wrong, or nothing; all but `needed` let empty values pass, since being
 * empty is another question (contract data.md §1.10).
 */

type Check<T> = (value: T) => Problem | undefined

/** The first thing that is wrong with a value. */
export function firstOf<T>(value: T, ...checks: readonly Check<T>[]): Problem | undefined {
  for (const check of checks) {
    const found = check(value)
    if (found) return found
  }
  return undefined
}

export const needed: Check<string | number> = (value) => (value === '' || value === 0 ? required : undefined)

/** Needed, but only while something else says so. */
export function neededIf(isAsked: boolean): Check<string | number> {
  return (value) => (isAsked ? needed(value) : undefined)
}

export function atLeast(threshold: number): Check<number> {
  return (value) =>
    value === 0 || value >= threshold
      ? undefined
      : problem('validation_min_greater_equal_than_required', `Use ${threshold} or more.`, { threshold })
}

/** Bytes, as the contract counts the texts of settings. */
export function upTo(max: number): Check<string> {
  return (value) =>
    Buffer.byteLength(value) <= max
      ? undefined
      : problem('validation_length_out_of_range', `Use 1 to ${max} bytes.`, { min: 1, max })
}

export function oneOf(...allowed: readonly string[]): Check<string> {
  return (value) =>
    value === '' || allowed.includes(value)
      ? undefined
      : problem('validation_in_invalid', `Use one of ${allowed.join(', ')}.`)
}

export const isColor: Check<string> = (value) => {
  if (value === '') return undefined
  if (Buffer.byteLength(value) !== 7)
    return problem('validation_length_invalid', 'Write the colour as #rrggbb.', { min: 7, max: 7 })
  return /^#[\da-f]{6}$/i.test(value)
    ? undefined
    : problem('validation_is_hex_color', 'Write the colour as #rrggbb.')
}

export const isUrl: Check<string> = (value) =>
  value === '' || isAddress(value)
    ? undefined
    : problem('validation_is_url', 'This is no address, such as https://example.com.')

export const isEmail: Check<string> = (value) =>
  value === '' || (value.length <= 254 && /^[^\s@<>",;:\\()[\]]{1,64}@[^\s@]+\.[a-z]{2,63}$/i.test(value))
    ? undefined
    : problem('validation_is_email', 'This is no e-mail address, such as ann@example.com.')

export const isHost: Check<string> = (value) =>
  value === '' || isHostName(value)
    ? undefined
    : problem('validation_is_host', 'This is no host, such as smtp.example.com.')

function isHostName(value: string): boolean {
  const bare = value.startsWith('[') && value.endsWith(']') ? value.slice(1, -1) : value
  if (isIP(bare) !== 0) return true
  return value.length <= 253 && /^(?!-)[\w-]{1,63}(?:\.(?!-)[\w-]{1,63})*\.?$/.test(value)
}

/** An address, or a range of them such as `10.0.0.0/8`. */
export const isAddressOrRange: Check<string> = (value) => {
  const [address = '', bits, ...rest] = value.split('/')
  const version = isIP(address)
  const most = version === 6 ? 128 : 32
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
  return version !== 0 && isRange && rest.length === 0
    ? undefined
    : problem(
        'validation_invlaid_ip_or_subnet',
        'This is neither an IP address nor a range such as 10.0.0.0/8.',
      )
}
