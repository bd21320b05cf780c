import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { styleText } from 'node:util'
import type { Verdict } from './judge.ts'

const columns = [
  'scenario',
  'goal',
  'ratio',
  'of minima',
  'CPU µs',
  'least',
  'base µs',
  'least',
  'req/s',
  'p99 ms',
  'loop ms (base)',
]

/**
 * Prints the verdicts as a table.
 *
 * @example printTable([judge(measured)])
 */
export function printTable(verdicts: readonly Verdict[]): void {
  const rows = [columns, ...verdicts.map(cells)]
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)))
  for (const [line, row] of rows.entries()) {
    const text = row.map((cell, index) =>
      index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
    )
    const isGood = verdicts[line - 1]?.isGood
    console.log(styleText(isGood === undefined ? 'bold' : isGood ? 'green' : 'red', text.join('  ')))
  }
}

function cells({ title, goal, ratio, ratioOfMinima, dapur, baseline, loopDelay }: Verdict): string[] {
  return [
    title,
    `≥ ${goal.toFixed(2)}`,
    ratio.toFixed(2),
    ratioOfMinima.toFixed(2),
    ...[dapur.cpuUs, dapur.leastCpuUs, baseline.cpuUs, baseline.leastCpuUs].map((us) => us.toFixed(1)),
    Math.round(dapur.perSecond).toLocaleString('en'),
    dapur.p99.toFixed(1),
    loopDelay ? `${loopDelay.dapur.toFixed(1)} (${loopDelay.baseline.toFixed(1)})` : '',
  ]
}

/**
 * Writes what was measured as JSON, with what they were measured on.
 *
 * @param file made with its folder, or written over
 */
export function writeReport(file: string, measured: object): void {
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? '' }
  mkdirSync(dirname(file), { recursive: true })
  const report = { measuredAt: new Date().toISOString(), machine, ...measured }
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
}
