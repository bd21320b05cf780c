import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../base/clock.ts'
import { defaultSettings, type Settings } from '../settings/settings.ts'
import type { Job } from './job.ts'
import { type Jobs, type JobsHouse, openJobs } from './jobs.ts'

interface Said {
  readonly details: object
  readonly message: string
}

interface TestHouse extends JobsHouse {
  readonly settings: JobsHouse['settings'] & { readonly current: Settings }
}

interface Bench {
  readonly house: TestHouse
  readonly said: Said[]
  readonly change: (settings: Partial<Settings>) => void
}

const START = Date.parse('2026-03-01T10:59:30Z')

function bench(): Bench {
  let current: Settings = defaultSettings
  const onChange = new Set<(settings: Settings) => void>()
  const said: Said[] = []
  const say = (details: object, message: string): void => void said.push({ details, message })
  const settings = {
    get current() {
      return current
    },
    onChange,
  }
  const quiet = (): void => undefined
  return {
    house: { settings, clock: systemClock, log: { debug: quiet, info: quiet, warn: say, error: say } },
    said,
    change(part) {
      current = { ...current, ...part }
      for (const listen of onChange) listen(current)
    },
  }
}

type TestJob = Job<TestHouse>

function every(id: string, expression: string, run: TestJob['run'] = () => undefined): TestJob {
  return { id, expression: () => expression, run }
}

const open: Jobs[] = []
function start(house: TestHouse, jobs: readonly TestJob[]): Jobs {
  const made = openJobs(house, jobs)
  made.start()
  open.push(made)
  return made
}

beforeEach(() => vi.useFakeTimers({ now: START }))
afterEach(async () => {
  for (const jobs of open.splice(0)) await jobs.close()
  vi.useRealTimers()
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE

test('a job runs at its minutes, and its last run and next time are kept', async () => {
  const run = vi.fn(() => undefined)
  const jobs = start(bench().house, [every('a', '0,30 * * * *', run)])
  expect(jobs.list()[0]).toMatchObject({ last: undefined, next: Date.parse('2026-03-01T11:00:00Z') })
  await vi.advanceTimersByTimeAsync(20_000)
  expect(run).toHaveBeenCalledTimes(0)
  await vi.advanceTimersByTimeAsync(HOUR)
  expect(run).toHaveBeenCalledTimes(2)
  expect(jobs.list()[0]).toMatchObject({
    id: 'a',
    isRunning: false,
    last: { startedAt: Date.parse('2026-03-01T11:30:00Z'), error: undefined },
    next: Date.parse('2026-03-01T12:00:00Z'),
  })
})

test('services §6.3 the day of the month and the day of the week both have to fit', () => {
  const jobs = start(bench().house, [every('a', '0 0 13 * 5'), every('never', '0 0 30 2 *')])
  // The first Friday the 13th of March 2026 and later; not the 6th, and not the 13th of a Saturday.
  expect(jobs.list().map(({ next }) => next)).toEqual([Date.parse('2026-03-13T00:00:00Z'), undefined])
})

test('a time zone is the one of the job, UTC when nothing is said', () => {
  const jobs = start(bench().house, [
    every('a', '0 3 * * *'),
    { ...every('b', '0 3 * * *'), timeZone: 'Asia/Jakarta' },
  ])
  expect(jobs.list().map(({ next, timeZone }) => [timeZone, next])).toEqual([
    ['UTC', Date.parse('2026-03-02T03:00:00Z')],
    ['Asia/Jakarta', Date.parse('2026-03-01T20:00:00Z')],
  ])
})

test('a job at one time of the day runs once also when the clocks change', async () => {
  const at: string[] = []
  const daily: TestJob = {
    ...every('daily', '30 2 * * *', () => void at.push(new Date().toISOString())),
    timeZone: 'Europe/Berlin',
  }
  for (const day of ['2026-03-28T22:00:00Z', '2026-10-24T22:00:00Z']) {
    vi.setSystemTime(Date.parse(day))
    const jobs = start(bench().house, [daily])
    await vi.advanceTimersByTimeAsync(24 * HOUR)
    await jobs.close()
  }
  // 02:30 does not come on the first day, and comes twice on the second.
  expect(at).toEqual(['2026-03-29T01:00:00.000Z', '2026-10-25T00:30:00.000Z'])
})

test('a job that still runs is not started again, neither by the clock nor by hand', async () => {
  const { house, said } = bench()
  let finish = (): void => undefined
  const run = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
  const jobs = start(house, [every('slow', '* * * * *', run)])
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(run).toHaveBeenCalledTimes(1)
  expect(jobs.run('slow')).toBe(true)
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect(run).toHaveBeenCalledTimes(1)
  expect(said).toHaveLength(3)
  expect(said[0]).toMatchObject({ details: { job: 'slow' }, message: expect.stringContaining('still runs') })
  finish()
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(run).toHaveBeenCalledTimes(2)
  finish()
})

test('what a job throws is said, kept, and stops nothing', async () => {
  const { house, said } = bench()
  const run = vi.fn(() => {
    throw new Error('no luck')
  })
  const late = vi.fn(async () => {
    throw new Error('later')
  })
  const jobs = start(house, [every('late', '* * * * *', late), every('now', '* * * * *', run)])
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect([run.mock.calls.length, late.mock.calls.length]).toEqual([2, 2])
  expect(jobs.list().map(({ last }) => last?.error)).toEqual(['later', 'no luck'])
  expect(said.map(({ message }) => message)).toEqual(Array(4).fill('a job failed'))
})

test('services §5.2 jobs are scheduled anew when the settings change', async () => {
  const { house, change } = bench()
  const run = vi.fn(() => undefined)
  const backup: TestJob = {
    id: 'backup',
    expression: ({ settings }) => settings.current.backups.cron || undefined,
    run,
  }
  const jobs = start(house, [backup])
  expect(jobs.list()).toEqual([])
  expect(jobs.run('backup')).toBe(false)
  change({ backups: { ...defaultSettings.backups, cron: '*/10 * * * *' } })
  expect(jobs.list()[0]?.next).toBe(Date.parse('2026-03-01T11:00:00Z'))
  change({ backups: { ...defaultSettings.backups, cron: '@daily' } })
  await vi.advanceTimersByTimeAsync(HOUR)
  expect(run).not.toHaveBeenCalled()
  expect(jobs.list()).toMatchObject([{ expression: '0 0 * * *', next: Date.parse('2026-03-02T00:00:00Z') }])
  change({ backups: { ...defaultSettings.backups, cron: '' } })
  await vi.advanceTimersByTimeAsync(24 * HOUR)
  expect(run).not.toHaveBeenCalled()
})

describe('the end', () => {
  test('starts nothing more, and tells what runs', async () => {
    const run = vi.fn(
      (_: TestHouse, signal: AbortSignal) =>
        new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
    )
    const jobs = start(bench().house, [every('a', '* * * * *', run)])
    await vi.advanceTimersByTimeAsync(MINUTE)
    await jobs.close()
    expect(jobs.run('a')).toBe(false)
    await vi.advanceTimersByTimeAsync(HOUR)
    expect(run).toHaveBeenCalledTimes(1)
    expect(jobs.list()[0]).toMatchObject({ isRunning: false, last: { error: undefined } })
  })

  test('waits a second, and no longer, for a job that does not listen', async () => {
    const jobs = start(bench().house, [every('deaf', '* * * * *', () => new Promise(() => undefined))])
    await vi.advanceTimersByTimeAsync(MINUTE)
    let isClosed = false
    const closing = jobs.close().then(() => (isClosed = true))
    await vi.advanceTimersByTimeAsync(900)
    expect(isClosed).toBe(false)
    await vi.advanceTimersByTimeAsync(200)
    expect(isClosed).toBe(true)
    await closing
  })
})

test('two jobs of one id are refused', () => {
  expect(() => openJobs(bench().house, [every('a', '@daily'), every('a', '@hourly')])).toThrow(
    'two jobs have the id "a"',
  )
})
