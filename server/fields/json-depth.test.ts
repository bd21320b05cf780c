import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTooDeep } from './json-depth.ts'

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

test('it is the depth of the parsed value that counts, whatever stands in texts', () => {
  const tree = fc.jsonValue({ maxDepth: 4, stringUnit: fc.constantFrom('[', '{', ']', '}', '"', '\\', 'a') })
  fc.assert(
    fc.property(tree, fc.integer({ min: 0, max: 4 }), (value, deepest) => {
      expect(isTooDeep(JSON.stringify(value), deepest)).toBe(depthOf(value) > deepest)
    }),
    { numRuns: 2_000 },
  )
})
