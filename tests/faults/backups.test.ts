import { expect, test } from 'vitest'
import { backupTrials, findBackupFault, runBackupLoop } from './backup-loop.ts'
import { killRestores } from './restore-kills.ts'

/*
 * The short form of `npm run faults -- --only backup`: enough to see that backups hold, and that the controls go red.
 */
test.each(backupTrials.map((trial) => [trial.name, trial] as const))(
  'services §6.2 %s',
  { timeout: 120_000 },
  async (_, trial) => {
    const result = await runBackupLoop(trial, { rounds: 2, movers: 8, writers: 4 })
    expect(findBackupFault(trial, result)).toBe(undefined)
    expect(result.writesPerSecond).toBeGreaterThan(0)
  },
)

test('services §6.2 a restore that is killed leaves wholly the old data or wholly the new', async () => {
  const { old, fresh, fault } = await killRestores({ rounds: 3 })
  expect(fault).toBe(undefined)
  expect(old + fresh).toBe(3)
}, 120_000)
