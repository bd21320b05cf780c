import { styleText } from 'node:util'
import { backupTrials, findBackupFault, runBackupLoop } from './backup-loop.ts'
import { killRestores } from './restore-kills.ts'

/** Backups under load with their controls, each restored and looked at; answers whether all was as it has to be. */
export async function runBackups(rounds: number): Promise<boolean> {
  let isWell = true
  for (const trial of backupTrials) {
    console.log(styleText('bold', `\n${trial.name}`))
    const result = await runBackupLoop(trial, { rounds, report: show })
    const fault = findBackupFault(trial, result)
    const { faulty, writesPerSecond, slowestMs } = result
    const summary = `${result.rounds} backups at ${writesPerSecond} writes/s, ${faulty} faulty, each within ${slowestMs} ms`
    isWell = verdict(summary, fault) && isWell
  }
  return isWell
}

/** Restores that are killed; answers whether each left the old data or the new. */
export async function runRestores(rounds: number): Promise<boolean> {
  console.log(styleText('bold', '\nrestores that are killed'))
  const { old, fresh, fault } = await killRestores({ rounds, report: show })
  return verdict(`${rounds} kills, ${old} times the old data, ${fresh} times the new`, fault)
}

function show(line: string): void {
  console.log(`  ${line}`)
}

function verdict(summary: string, fault: string | undefined): boolean {
  console.log(styleText(fault === undefined ? 'green' : 'red', `  ${summary}: ${fault ?? 'as it has to be'}`))
  return fault === undefined
}
