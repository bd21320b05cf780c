import { problem, type Problem } from '../base/problem.ts'

const MACROS = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'])

/** Minute, hour, day of the month, month, day of the week: from, to. */
const ranges: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
]

/**
 * Is this a time table such as `0 3 * * 1-5`? Five fields of `*`, numbers, ranges, steps and lists, or a macro.
 *
 * @example checkCron('61 * * * *') // validation_invalid_cron
 */
export function checkCron(value: string): Problem | undefined {
  if (value === '' || MACROS.has(value)) return undefined
  const fields = value.trim().split(/\s+/)
  const isGood =
    fields.length === ranges.length &&
    ranges.every((range, at) => (fields[at] ?? '').split(',').every((part) => fits(part, range)))
  return isGood
    ? undefined
    : problem('validation_invalid_cron', 'Write it as "minute hour day month weekday".')
}

const part = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/

function fits(text: string, [least, most]: readonly [number, number]): boolean {
  const found = part.exec(text)
  if (!found) return false
  const [, from, to = from, step] = found
  if (step !== undefined && (Number(step) < 1 || Number(step) > most)) return false
  if (from === undefined) return true
  // A step needs something to step through.
  if (step !== undefined && found[2] === undefined) return false
  return Number(from) >= least && Number(to) <= most && Number(from) <= Number(to)
}
