import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runBench } from './bench.ts'
import { judge } from './judge.ts'
import type { Round } from './measure.ts'
import { readOptions } from './options.ts'
import { auth } from './scenarios/auth.ts'
import { recordsGet } from './scenarios/records-get.ts'

const folder = mkdtempSync(join(tmpdir(), 'dapur-bench-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Enough to see that everything runs; the figures mean nothing at this size. */
const tiny = '--only get,create --rounds 1 --seconds 1 --rows 300 --connections 4 --warm-up 1'.split(' ')

test('a read and a write are measured on tiny data and reported', async () => {
  const options = readOptions(tiny)
  if (!options) throw new Error('Help was not asked for.')
  const file = join(folder, 'results/latest.json')
  const verdicts = await runBench(options, file)
  expect(verdicts.map(({ name }) => name)).toEqual(['get', 'create'])
  for (const { name, ratio, dapur, baseline } of verdicts) {
    expect(ratio, name).toBeGreaterThan(0)
    expect(dapur.perSecond, name).toBeGreaterThan(0)
    // Node does something for a request, and it cannot do it in a tenth of a microsecond.
    expect(dapur.leastCpuUs, name).toBeGreaterThan(0.1)
    expect(baseline.leastCpuUs, name).toBeGreaterThan(0.1)
  }
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    effort: { rows: 300 },
    scenarios: verdicts,
  })
}, 90_000)

function rounds(...cpuUs: number[]): Round[] {
  return cpuUs.map((us) => ({ cpuUs: us, requests: 1000, perSecond: 1e6 / us, p50: 1, p99: 2 }))
}

test('a ratio is taken within its round, so that a noisy round spoils nothing', () => {
  const noisy = judge({
    scenario: recordsGet,
    baseline: rounds(20, 200, 22),
    dapur: rounds(40, 400, 40),
  })
  expect(noisy.ratio).toBe(0.5)
  expect(noisy.ratioOfMinima).toBe(0.5)
})

test('a goal is missed by more than a tenth, not by less', () => {
  const at = (cpuUs: number): boolean =>
    judge({ scenario: recordsGet, baseline: rounds(recordsGet.goal * 100), dapur: rounds(cpuUs) }).isGood
  expect(at(100)).toBe(true)
  expect(at(109)).toBe(true)
  expect(at(113)).toBe(false)
})

test('the command line is taken at its word', () => {
  expect(readOptions(['--short', '--only', 'get', '--no-gate'])).toEqual({
    effort: { rounds: 3, seconds: 1, rows: 10_000, connections: 64, warmUp: 10_000 },
    chosen: [recordsGet],
    hasGate: false,
    profiles: false,
  })
  expect(readOptions(['--help'])).toBeUndefined()
  expect(() => readOptions(['--only', 'gte'])).toThrow('There is no scenario gte')
  expect(() => readOptions(['--rounds', 'many'])).toThrow('--rounds takes a number above 0, not many.')
})

test('a loop that is held up is no good, unless the neighbours hold up bare node:http as well', () => {
  const at = (dapur: number, baseline: number): boolean => {
    const measured = { scenario: auth, baseline: rounds(20), dapur: rounds(20_000) }
    return judge({ ...measured, loopDelay: { dapur, baseline } }).isGood
  }
  expect(at(10, 1)).toBe(true)
  expect(at(10.1, 1)).toBe(false)
  expect(at(14, 5)).toBe(true)
})
