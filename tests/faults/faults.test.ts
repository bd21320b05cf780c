import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LoopResult } from './fault-loop.ts'
import { findFault, prepareTrials, type Trial, type Trials } from './trials.ts'

/*
 * The short form of `npm run faults`: enough rounds to see that the loops work and that their controls go red.
 */
const SHORT = { rounds: 2, writers: 32 }
let trials: Trials

beforeAll(async () => {
  trials = await prepareTrials()
}, 60_000)
afterAll(() => trials.remove())

async function expectWell(trial: Trial | undefined): Promise<LoopResult> {
  if (!trial) throw new Error('There is no such trial.')
  const result = await trial.run(SHORT)
  expect(findFault(trial, result), trial.name).toBeUndefined()
  expect(result.acknowledged).toBeGreaterThan(0)
  expect(result.readyMs).toHaveLength(SHORT.rounds)
  return result
}

describe('kill -9', () => {
  test('loses no acknowledged record', async () => {
    expect((await expectWell(trials.kill[0])).lost).toBe(0)
  }, 60_000)

  test('control: an answer before the commit is found', async () => {
    expect((await expectWell(trials.kill[1])).lost).toBeGreaterThan(0)
  }, 60_000)
})

describe('power cut', () => {
  test('loses no acknowledged record', async ({ skip }) => {
    if (trials.power.length === 0) skip('the shim needs Linux and gcc')
    expect((await expectWell(trials.power[0])).lost).toBe(0)
  }, 60_000)

  test('control: --durability normal loses some', async ({ skip }) => {
    if (trials.power.length === 0) skip('the shim needs Linux and gcc')
    expect((await expectWell(trials.power[1])).lost).toBeGreaterThan(0)
  }, 60_000)
})

describe('the judgement', () => {
  const good: LoopResult = { acknowledged: 10, lost: 0, torn: 0, integrity: 'ok', readyMs: [1] }
  const run = (): Promise<LoopResult> => Promise.resolve(good)
  const trial: Trial = { name: 'kill', isControl: false, run }
  const control: Trial = { name: 'control', isControl: true, run }

  test.each<[string, Trial, LoopResult, string | undefined]>([
    ['nothing lost', trial, good, undefined],
    ['something lost', trial, { ...good, lost: 1 }, '1 of 10 acknowledged records are gone'],
    ['half a record', trial, { ...good, torn: 2 }, '2 records are not whole'],
    [
      'a broken database',
      trial,
      { ...good, integrity: 'row 3 missing' },
      'integrity_check says row 3 missing',
    ],
    ['a control that found it', control, { ...good, lost: 1 }, undefined],
    ['a control that found nothing', control, good, 'the control lost nothing, so the loop can find nothing'],
    ['a control with half a record', control, { ...good, lost: 1, torn: 1 }, '1 records are not whole'],
  ])('%s', (_, which, result, fault) => {
    expect(findFault(which, result)).toBe(fault)
  })
})
