import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  agreeWorld,
  comparisons,
  disagreements,
  holdsVirtually,
  localRules,
  records,
  requests,
} from './agree.suite.ts'
import { faults } from './faults.suite.ts'
import { contextOf } from './trial.suite.ts'

const world = agreeWorld()
const rows = world.rows('things')

describe('SQLite and the predicate', () => {
  it('data §5.6 §5.7 agree on random rules, records and requests', () => {
    fc.assert(
      fc.property(localRules, requests, (rule, context) => {
        expect(disagreements(world, rows, rule, context)).toEqual([])
      }),
      { numRuns: 6000 },
    )
  }, 120_000)

  it('data §4.5 agree on records that are not stored yet', () => {
    fc.assert(
      fc.property(localRules, requests, fc.constantFrom(...records), (rule, context, cells) => {
        expect(holdsVirtually(world, cells, rule, context)).toEqual({
          memory: expect.any(Boolean),
          isSame: true,
        })
      }),
      { numRuns: 2500 },
    )
  }, 60_000)

  it('data §4.5 what a requester has is read as it is stored, also for a record that is not', () => {
    const auth = { id: 'u1', collectionId: 'pbc_users', collectionName: 'users', cells: { extra: '5.0' } }
    const [cells] = records
    if (!cells) throw new Error('there is nothing to ask of')
    expect(holdsVirtually(world, cells, '0.5 ~ @request.auth.extra', contextOf({ auth }))).toEqual({
      memory: true,
      isSame: true,
    })
  })

  it('data §4.5 a list of a record that is not stored yet is compared as the text that it is', () => {
    const [context] = fc.sample(requests, { numRuns: 1, seed: 1 })
    if (!context) throw new Error('there is no request to ask with')
    for (const cells of records) {
      expect(holdsVirtually(world, cells, 'tags < b:lower', context)).toMatchObject({ isSame: true })
    }
  })

  // A seed of its own makes each search the same every time; how long one takes is the fault's, not chance's.
  it.each(faults)(
    'control: it is found that %s',
    (_, faces) => {
      const search = fc.check(
        fc.property(
          comparisons,
          requests,
          (rule, context) => disagreements(world, rows, rule, context, faces).length === 0,
        ),
        { seed: 7, numRuns: 12_000, endOnFailure: true },
      )
      expect(search.failed, `not found in ${search.numRuns} rules`).toBe(true)
    },
    60_000,
  )
})
