import { problem, type Problem } from '../base/problem.ts'
import { acceptsDomain, checkDomainOptions, domainOptions, type DomainOptions } from './domains.ts'
import type { FieldType } from './field-type.ts'
import { plainText } from './plain-text.ts'

/** An e-mail address, kept in the letter case that it came in (contract data.md §3.6). */
export const email: FieldType<DomainOptions, string> = {
  ...plainText,
  name: 'email',
  options: domainOptions,
  column: () => 'text',
  check: checkEmail,
  checkOptions: checkDomainOptions,
}

function checkEmail(value: string, options: DomainOptions): Problem | undefined {
  if (value === '') return undefined
  const at = value.lastIndexOf('@')
  const domain = value.slice(at + 1)
  if (at < 1 || !isAddress(value.slice(0, at), domain) || isEncodedWord(value)) {
    return problem('validation_is_email', 'This is not an e-mail address, such as ann@example.com.')
  }
  if (acceptsDomain(domain, options)) return undefined
  return problem('validation_email_domain_not_allowed', 'Addresses of this domain are not accepted.')
}

// Every class below excludes the character that ends its part, so each expression reads a text once.
const beyondAscii = '\\u00a0-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\uffef'
const atom = `[\\w!#$%&'*+/=?^\`{|}~${beyondAscii}-]+`
const dotted = new RegExp(`^${atom}(?:\\.${atom})*$`)
const quoted = new RegExp(`^"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e${beyondAscii}]|\\\\[\\x01-\\x7f])*"$`)
const label = new RegExp(`^[\\w~${beyondAscii}-]+$`)
const edge = new RegExp(`[a-z\\d${beyondAscii}]`, 'i')
const letter = new RegExp(`[a-z${beyondAscii}]`, 'i')

function isAddress(local: string, domain: string): boolean {
  return (dotted.test(local) || quoted.test(local)) && isMailDomain(domain)
}

/** At least two labels; the last begins and ends with a letter, and a dot may follow it. */
function isMailDomain(domain: string): boolean {
  const labels = (domain.endsWith('.') ? domain.slice(0, -1) : domain).split('.')
  const last = labels.pop() ?? ''
  return labels.length > 0 && labels.every((each) => isLabel(each, edge)) && isLabel(last, letter)
}

function isLabel(text: string, ends: RegExp): boolean {
  return label.test(text) && ends.test(text.charAt(0)) && ends.test(text.charAt(text.length - 1))
}

/** `=?utf-8?…?=` is how mail headers smuggle text: a program on the way might decode it into another address. */
function isEncodedWord(value: string): boolean {
  return value.includes('=?') && value.includes('?=')
}
