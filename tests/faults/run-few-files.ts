import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { type FewFilesResult, runFewFiles } from './few-files-loop.ts'

const ATTACK = {
  files: 256,
  sockets: 600,
  writers: 8,
  attackMs: 20_000,
  aloneMs: 2000,
  recoversWithinMs: 10_000,
}

/**
 * Takes all files and sockets away from a server that may have 256 of them; answers whether all is as it has to be, and
 * the control is found.
 *
 * @example await runAllFewFiles()
 */
export async function runAllFewFiles(): Promise<boolean> {
  let isWell = true
  for (const isControl of [false, true]) {
    const dir = mkdtempSync(join(tmpdir(), 'dapur-few-files-'))
    try {
      const plant = isControl ? { plant: new URL('./plant-uncounted.ts', import.meta.url) } : {}
      const result = await runFewFiles({ ...ATTACK, dir, ...plant })
      const isFine = isControl ? isFound(result) : result.faults.length === 0
      const name = isControl ? 'few files, control: connections are not counted' : 'few files'
      console.log(styleText(isFine ? 'green' : 'red', `${name}: ${describe(result)}`))
      if (!isFine) for (const fault of result.faults.slice(0, 20)) console.log(`  ${fault}`)
      isWell &&= isFine
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
  return isWell
}

function isFound({ faults }: FewFilesResult): boolean {
  return faults.some((fault) => fault.includes('answered with 500'))
}

function describe({ answers, p99Before, p99After, faults }: FewFilesResult): string {
  const counts = Object.entries(answers).map(([answer, count]) => `${count} times ${answer}`)
  const times = `health ${p99After.toFixed(0)} ms at p99 afterwards (${p99Before.toFixed(0)} before)`
  return `${counts.join(', ')}, ${times}: ${faults.length} faults`
}
