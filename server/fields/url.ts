import { isIP } from 'node:net'
import { problem, type Problem } from '../base/problem.ts'
import { characterCount } from './character-count.ts'
import { acceptsDomain, checkDomainOptions, domainOptions, type DomainOptions } from './domains.ts'
import type { FieldType } from './field-type.ts'
import { plainText } from './plain-text.ts'

/** The address of a page or a service (contract data.md §3.7). */
export const url: FieldType<DomainOptions, string> = {
  ...plainText,
  name: 'url',
  options: domainOptions,
  column: () => 'text',
  check: checkUrl,
  checkOptions: checkDomainOptions,
}

function checkUrl(value: string, options: DomainOptions): Problem | undefined {
  if (value === '') return undefined
  const parts = addressParts(value)
  if (!parts) return problem('validation_invalid_url', 'This is not an address, such as https://example.com.')
  // Without a scheme an address has no host to compare.
  const domain = parts.scheme === '' ? '' : parts.host + parts.port
  if (acceptsDomain(domain, options)) return undefined
  return problem('validation_url_domain_not_allowed', 'Addresses of this domain are not accepted.')
}

/**
 * Is this an address, with or without a scheme? What the contract calls a URL everywhere (contract services.md §0.2).
 *
 * @example isAddress('example.com') // true; 'word' is none
 */
export function isAddress(value: string): boolean {
  return addressParts(value) !== undefined
}

function addressParts(value: string): UrlParts | undefined {
  const parts = isSane(value) ? splitUrl(value) : undefined
  return parts && isReachable(parts) ? parts : undefined
}

const spaceOrControl = /[\s\p{Cc}]/u
const brokenEscape = /%(?![\da-f]{2})/i

function isSane(value: string): boolean {
  if (value.length < 4 || value.length > 2 * 2082 || value.startsWith('.') || spaceOrControl.test(value))
    return false
  const [beforeQuery = ''] = value.split('?', 1)
  return characterCount(value) <= 2082 && !brokenEscape.test(beforeQuery)
}

interface UrlParts {
  readonly scheme: string
  readonly host: string
  /** `:8080` or nothing. */
  readonly port: string
  /** All from the first `/`, `?` or `#` on. */
  readonly rest: string
}

const scheme = /^(?:ftp|tcp|udp|wss?|https?):\/\//
const port = /:\d{1,5}$/

function splitUrl(value: string): UrlParts {
  const [begin = ''] = scheme.exec(value) ?? []
  const end = value.slice(begin.length).search(/[/?#]/)
  const authority = end < 0 ? value.slice(begin.length) : value.slice(begin.length, begin.length + end)
  const at = authority.lastIndexOf('@')
  const [number = ''] = port.exec(authority) ?? []
  return {
    scheme: begin,
    host: at === 0 ? '' : authority.slice(at + 1, authority.length - number.length),
    port: number,
    rest: end < 0 ? '' : value.slice(begin.length + end),
  }
}

/** A bare word is a host only after a scheme or before a port; otherwise a dot has to make it one. */
function isReachable({ scheme: begin, host, port: number, rest }: UrlParts): boolean {
  const isBareWord = begin === '' && number === '' && !host.includes('.') && !/^[^?#]*\./.test(rest)
  return !isBareWord && isHost(host)
}

const label = /^[a-z\d\u{a1}-\u{ffff}](?:[\w\u{a1}-\u{ffff}-]*[a-z\d\u{a1}-\u{ffff}])?$/iu

function isHost(host: string): boolean {
  if (host.startsWith('[')) return host.endsWith(']') && isIP(host.slice(1, -1)) === 6
  if (/^[\d.]+$/.test(host)) return isIP(host) === 4
  const name = host.endsWith('.') ? host.slice(0, -1) : host
  return name.split('.').every((each) => label.test(each))
}
