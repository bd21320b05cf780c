import { problem, type Problem } from '../base/problem.ts'
import { characterCount } from './character-count.ts'
import type { FieldType } from './field-type.ts'
import { countOption, textOption } from './options.ts'
import { matchesPattern, patternFault } from './pattern.ts'
import { above, below, problemsOf } from './setting-checks.ts'
import { stringify } from './stringify.ts'

export interface PasswordOptions {
  readonly pattern: string
  readonly min: number
  readonly max: number
  readonly cost: number
}

/**
 * A password on its way in: plain as it was sent, and its hash as it will be stored.
 *
 * Hashing takes long and may not happen inside a write transaction, so whoever writes takes these steps:
 * `normalise` gives a plain text without a hash; when `needsHash`, hash `plain` and go on with `withHash`; `check` looks
 * at the plain text; `toCell` gives the hash, and throws where that step was forgotten. What `fromCell` reads has no
 * plain text, so an untouched password is not checked again.
 * A class, so that no JSON of a client can pass for one and bring a hash of its own.
 */
export class PasswordValue {
  /** What was set in this write; `""` when nothing was. */
  readonly plain: string
  readonly hash: string

  constructor(plain: string, hash: string) {
    this.plain = plain
    this.hash = hash
  }

  get needsHash(): boolean {
    return this.plain !== '' && this.hash === ''
  }

  /** The same password with its hash. */
  withHash(hash: string): PasswordValue {
    return new PasswordValue(this.plain, hash)
  }
}

const defaultMax = 71
/** What password hashes of imported databases could hold. */
const mostBytes = 72

/** A password that can be verified and never read (contract data.md §3.14, services.md §1.4). */
export const password: FieldType<PasswordOptions, PasswordValue> = {
  name: 'password',
  options: {
    pattern: textOption('Pattern'),
    min: countOption('Fewest characters'),
    max: countOption('Most characters'),
    cost: countOption('Cost of the hash'),
  },
  kind: () => 'text',
  column: () => 'text',
  empty: () => new PasswordValue('', ''),
  isEmpty: ({ plain, hash }) => plain === '' && hash === '',
  normalise: (input) => (input instanceof PasswordValue ? input : new PasswordValue(stringify(input), '')),
  check: checkPlain,
  checkOptions: checkPasswordOptions,
  toCell: (value) => {
    if (value.needsHash) throw new Error('a password has to be hashed before it is stored')
    return value.hash
  },
  fromCell: (cell) => new PasswordValue('', stringify(cell)),
  output: 'never',
  typescript: () => 'string',
}

function checkPlain({ plain }: PasswordValue, options: PasswordOptions): Problem | undefined {
  if (plain === '') return undefined
  const { min, pattern } = options
  const max = options.max || defaultMax
  const length = characterCount(plain)
  // The contract gives these two no params, unlike those of text.
  if (length < min) return problem('validation_min_text_constraint', `Use at least ${min} characters.`)
  if (length > max) return problem('validation_max_text_constraint', `Use at most ${max} characters.`)
  if (pattern !== '' && !matchesPattern(pattern, plain)) {
    return problem('validation_invalid_format', `This does not have the form ${pattern}.`)
  }
  if (Buffer.byteLength(plain) <= mostBytes) return undefined
  return problem('validation_invalid_value', `Use a password of at most ${mostBytes} bytes.`)
}

function checkPasswordOptions({ pattern, min, max, cost }: PasswordOptions): ReturnType<typeof problemsOf> {
  const fault = patternFault(pattern)
  return problemsOf({
    pattern:
      fault === undefined
        ? undefined
        : problem('validation_invalid_regex', `This is not a pattern that RE2 reads: ${fault}.`),
    min: below(min, 1) ?? above(min, defaultMax),
    max: below(max, min) ?? below(max, 0) ?? above(max, defaultMax),
    cost: below(cost, 4) ?? above(cost, 31),
  })
}
