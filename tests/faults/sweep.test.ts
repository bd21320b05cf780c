import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DiskFault } from './disk-switch.ts'
import { hastyCreate, type SweepAct, sweepActs } from './sweep-acts.ts'
import { sweep, sweepFolder } from './sweep-loop.ts'
import { openSweepStage, type SweepStage } from './sweep-stage.ts'

/*
 * The short form of `npm run faults -- --only sweep`.
 */
const folder = sweepFolder()
let stage: SweepStage | undefined

beforeAll(async () => {
  stage = await openSweepStage(folder.path)
}, 90_000)

afterAll(async () => {
  await stage?.close()
  folder.remove()
})

const samples: readonly (readonly [act: string, fault: DiskFault, most: number])[] = [
  ['create', 'ENOSPC', 2],
  ['upload', 'ENOSPC', 4],
  ['batch', 'torn', 1],
  ['schema', 'EIO', 1],
]

test.for(samples)(
  'a disk that fails at a call of one %s with %s: nothing acknowledged is lost, nothing is half there',
  { timeout: 90_000 },
  async ([name, fault, most], { skip }) => {
    if (!stage) return skip('it needs Linux and gcc')
    const { faults, places } = await sweep(stage, actOf(name), { fault, most })
    expect(faults).toEqual([])
    expect(places).toHaveLength(most)
  },
)

test(
  'an upload that cannot be removed from tmp/ does not undo the answer',
  { timeout: 90_000 },
  async ({ skip }) => {
    if (!stage) return skip('it needs Linux and gcc')
    stage.disk.set('EIO', 1, 'unlink tmp/upload-')
    const { status } = await actOf('upload').run(stage)
    const { where } = stage.disk.look()
    stage.disk.clear()
    expect([status, where]).toEqual([200, expect.stringContaining('unlink tmp/upload-')])
  },
)

function actOf(name: string): SweepAct {
  return sweepActs.find((act) => act.name === name) ?? hastyCreate
}

test('control: what is acknowledged before it is committed is found', async ({ skip }) => {
  if (!stage) return skip('it needs Linux and gcc')
  const { faults } = await sweep(stage, hastyCreate, { fault: 'ENOSPC', most: 1 })
  expect(faults.join()).toContain('acknowledged papers are gone')
}, 90_000)
