import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Change } from '../records/change.ts'
import type { House } from '../records/house.ts'
import { deed, query, rule } from './live-deeds.ts'
import { liveWorld, type LiveWorld, type Watched } from './live-world.ts'

const RUNS = 12
const story = fc.record({
  rule,
  before: fc.array(deed, { minLength: 4, maxLength: 8 }),
  watched: fc.array(fc.tuple(fc.nat({ max: 3 }), query), { minLength: 4, maxLength: 6 }),
  after: fc.array(deed, { minLength: 6, maxLength: 14 }),
})

/** Tell random stories, and compare each list that a client has with what a list request answers in the end. */
async function tell(
  world: LiveWorld,
  { runs, patience }: { runs: number; patience: number },
): Promise<number> {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(story, async ({ rule: listRule, before, watched, after }) => {
      await world.reset(listRule)
      for (const deed of before) await world.do(deed)
      const lists: Watched[] = []
      for (const [at, asked] of watched) {
        const list = await world.watch(at, asked)
        if (list) lists.push(list)
      }
      for (const deed of after) await world.do(deed)
      for (const list of lists)
        await expect
          .poll(async () => [list.list.items, await world.read(list)], { timeout: patience, interval: 5 })
          .toSatisfy(([had, read]) => JSON.stringify(had) === JSON.stringify(read))
      compared += lists.length
      for (const list of lists) await world.unwatch(list)
    }),
    { numRuns: runs, endOnFailure: true },
  )
  return compared
}

test('a live query is what a list request answers, whatever is written and whoever asks', async () => {
  const compared = await tell(await liveWorld(), { runs: RUNS, patience: 4000 })
  // Not all lists may be read, but most.
  expect(compared).toBeGreaterThan(RUNS)
}, 60_000)

/** A house whose hub does not hear of some changes. */
function deaf(house: House, isUnheard: (change: Change) => boolean): House {
  const afterCommit = new Set<(change: Change) => void>()
  house.changes.afterCommit.add((change) => {
    if (!isUnheard(change)) for (const listen of afterCommit) listen(change)
  })
  return { ...house, changes: { ...house.changes, afterCommit } }
}

/**
 * A house whose hub is not told that rules have changed, though it reads by them: neither by the catalog nor by the commit
 * of the connection that changes schemas.
 */
function blindToRules(house: House): House {
  const { catalog, storage } = house
  const onChange = new Set<() => void>()
  return {
    ...house,
    storage: { ...storage, onOtherCommit: () => undefined },
    catalog: {
      get current() {
        return catalog.current
      },
      swap: (collections) => catalog.swap(collections),
      renames: catalog.renames,
      onChange,
    },
  }
}

const faults: readonly (readonly [string, (house: House) => House])[] = [
  [
    'changes of related records are not heard',
    (house) => deaf(house, ({ collection }) => collection.name !== 'plates'),
  ],
  ['deletes are not heard', (house) => deaf(house, ({ action }) => action === 'delete')],
  ['a new rule is not noticed', blindToRules],
]

test.each(faults)('a planted fault is found: %s', { timeout: 60_000 }, async (_, plant) => {
  const world = await liveWorld({ plant })
  await expect(tell(world, { runs: 400, patience: 400 })).rejects.toThrow('Property failed')
})
