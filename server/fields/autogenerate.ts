import { LRUCache } from 'lru-cache'
import { randomInt } from '../base/id.ts'
import { parseGenerator, type Part } from './generator-pattern.ts'

const parsed = new LRUCache<string, Part>({ max: 500 })

/**
 * A random text that an `autogeneratePattern` describes (contract data.md §3.2), at most 5,000 characters.
 * Throws an Error for a pattern that texts cannot be generated from; the field's settings are checked for that.
 *
 * @example autogenerate('[a-z]{3}-\\d{4}') // 'qfz-0291'
 */
export function autogenerate(pattern: string): string {
  let part = parsed.get(pattern)
  if (!part) {
    part = parseGenerator(pattern)
    parsed.set(pattern, part)
  }
  return generate(part)
}

function generate(part: Part): string {
  switch (part.kind) {
    case 'character':
      return pick(part.of) ?? ''
    case 'sequence':
      return part.parts.map(generate).join('')
    case 'choice': {
      const chosen = pick(part.parts)
      return chosen ? generate(chosen) : ''
    }
    case 'repeat':
      return Array.from({ length: part.least + randomInt(part.most - part.least + 1) }, () =>
        generate(part.part),
      ).join('')
  }
}

function pick<T>(from: readonly T[]): T | undefined {
  return from[randomInt(from.length)]
}
