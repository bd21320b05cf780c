import type { Sign } from './ast.ts'

/** What is compared: it decides which word a sign is read as. */
export type Comparing = 'value' | 'number' | 'time'

/** How one language says what a rule asks for. Adding a language is one more of these. */
export interface SentenceWords {
  readonly closed: string
  readonly open: string
  /** The whole sentence around a condition. */
  readonly when: (condition: string) => string
  /** Conditions that all have to hold, and conditions of which one is enough; `isInner` within others. */
  readonly all: (parts: readonly string[], isInner: boolean) => string
  readonly any: (parts: readonly string[], isInner: boolean) => string
  readonly signedIn: (isSo: boolean) => string
  /** The requester belongs to an auth collection. */
  readonly memberOf: (collection: string, isSo: boolean) => string
  /** `subject` is the record of whoever asks. */
  readonly isRequester: (subject: string, isSo: boolean) => string
  readonly ownRecord: (isSo: boolean) => string
  readonly isSent: (what: string, isSo: boolean) => string
  readonly isChanged: (what: string, isSo: boolean) => string
  readonly isEmpty: (what: string, isSo: boolean) => string
  readonly compare: (subject: string, sign: Sign, object: string, comparing: Comparing) => string
  /** One of several values is enough, or all of them have to satisfy it. */
  readonly some: (what: string) => string
  readonly every: (what: string) => string
  readonly of: (field: string, owner: string) => string
  readonly ofRequester: (field: string) => string
  readonly submitted: (field: string) => string
  readonly queryParameter: (name: string) => string
  readonly header: (name: string) => string
  readonly method: string
  readonly purpose: string
  /** What a rule of a channel asks about: its name, and what the pattern's `*` stands for in it. */
  readonly channel: Readonly<Record<'name' | 'key', string>>
  /** A field of all records of a collection. */
  readonly inCollection: (field: string, collection: string) => string
  /** The records of a collection that name this one. */
  readonly naming: (collection: string, field: string) => string
  readonly count: (what: string) => string
  readonly element: (what: string) => string
  readonly lowerCase: (what: string) => string
  readonly distance: (from: string, to: string) => string
  readonly formatted: (time: string, format: string) => string
  readonly literals: Readonly<Record<'null' | 'true' | 'false', string>>
  readonly macros: Readonly<Record<string, string>>
}

const signs: Readonly<Record<Comparing, Readonly<Record<Sign, string>>>> = {
  value: {
    '=': 'is',
    '!=': 'is not',
    '>': 'comes after',
    '>=': 'is or comes after',
    '<': 'comes before',
    '<=': 'is or comes before',
    '~': 'contains',
    '!~': 'does not contain',
  },
  number: {
    '=': 'is',
    '!=': 'is not',
    '>': 'is more than',
    '>=': 'is at least',
    '<': 'is less than',
    '<=': 'is at most',
    '~': 'contains',
    '!~': 'does not contain',
  },
  time: {
    '=': 'is',
    '!=': 'is not',
    '>': 'is after',
    '>=': 'is not before',
    '<': 'is before',
    '<=': 'is not after',
    '~': 'contains',
    '!~': 'does not contain',
  },
}

/** A comma before the last one too, where a part has an "or" or "and" of its own. */
function listed(parts: readonly string[], join: string): string {
  const last = parts.at(-1) ?? ''
  const isLong = parts.length > 2 || parts.some((part) => / (?:and|or) /.test(part))
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')}${isLong ? ',' : ''} ${join} ${last}`
}

export const english: SentenceWords = {
  closed: 'Superusers only.',
  open: 'Everyone, signed in or not.',
  when: (condition) => `When ${condition}.`,
  all: (parts, isInner) => (isInner ? `both ${listed(parts, 'and')}` : listed(parts, 'and')),
  any: (parts, isInner) => (isInner ? `either ${listed(parts, 'or')}` : listed(parts, 'or')),
  signedIn: (isSo) => `the requester is ${isSo ? '' : 'not '}signed in`,
  memberOf: (collection, isSo) => `the requester is ${isSo ? '' : 'not '}one of ${collection}`,
  isRequester: (subject, isSo) => `${subject} is ${isSo ? '' : 'not '}the requester`,
  ownRecord: (isSo) => `the record is ${isSo ? '' : 'not '}the requester's own`,
  isSent: (what, isSo) => `${what} is ${isSo ? '' : 'not '}sent`,
  isChanged: (what, isSo) => (isSo ? `${what} changes` : `${what} stays as it is`),
  isEmpty: (what, isSo) => `${what} is ${isSo ? '' : 'not '}empty`,
  compare: (subject, sign, object, comparing) => `${subject} ${signs[comparing][sign]} ${object}`,
  some: (what) => `at least one ${what}`,
  every: (what) => `every ${what}`,
  of: (field, owner) => `${field} of ${owner}`,
  ofRequester: (field) => `the requester's ${field}`,
  submitted: (field) => `the submitted ${field}`,
  queryParameter: (name) => `the query parameter ${name}`,
  header: (name) => `the header ${name}`,
  method: 'the method',
  purpose: 'the purpose of the request',
  channel: { name: 'the name of the channel', key: 'the key of the channel' },
  inCollection: (field, collection) => `${field} of any record of ${collection}`,
  naming: (collection, field) => `the ${collection} that name it in ${field}`,
  count: (what) => `the number of ${what}`,
  element: (what) => `item of ${what}`,
  lowerCase: (what) => `${what} in lower case`,
  distance: (from, to) => `the distance in km from ${from} to ${to}`,
  formatted: (time, format) => `${time} written as ${format}`,
  literals: { null: 'nothing', true: 'true', false: 'false' },
  macros: {
    '@now': 'now',
    '@yesterday': 'this time yesterday',
    '@tomorrow': 'this time tomorrow',
    '@second': 'the second',
    '@minute': 'the minute',
    '@hour': 'the hour (UTC)',
    '@day': 'the day of the month',
    '@month': 'the month',
    '@weekday': 'the weekday (0 is Sunday)',
    '@year': 'the year',
    '@todayStart': 'the start of today',
    '@todayEnd': 'the end of today',
    '@monthStart': 'the start of this month',
    '@monthEnd': 'the end of this month',
    '@yearStart': 'the start of this year',
    '@yearEnd': 'the end of this year',
  },
}
