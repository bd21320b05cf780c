import { problem, type Problem } from '../base/problem.ts'
import { parseCron } from './cron.ts'

/**
 * Is this a time table such as `0 3 * * 1-5`? An empty one is for what does not run by the clock.
 *
 * @example checkCron('61 * * * *') // validation_invalid_cron
 */
export function checkCron(value: string): Problem | undefined {
  if (value === '' || parseCron(value)) return undefined
  return problem(
    'validation_invalid_cron',
    'Write it as "minute hour day month weekday", with one space between them.',
  )
}
