import type { LogHour } from '../operations/log-queries.ts'

const HOUR = 3600

/** Counts by hour, without holes: times in unix seconds, and for each of them one number per series. */
export interface Hours {
  readonly times: readonly number[]
  readonly series: readonly (readonly number[])[]
}

/**
 * The last hours up to now, with a zero for each hour that has no entry.
 *
 * @param least how many hours there are at the least; more when an entry is older
 */
export function hoursOf(now: number, least: number, ...counted: readonly (readonly LogHour[])[]): Hours {
  const end = Math.floor(now / 1000 / HOUR) * HOUR
  const known = counted.map((hours) => new Map(hours.map(({ date, total }) => [secondsOf(date), total])))
  const first = Math.min(end - (least - 1) * HOUR, ...known.flatMap((hours) => [...hours.keys()]))
  const times = Array.from({ length: Math.round((end - first) / HOUR) + 1 }, (_, step) => first + step * HOUR)
  return { times, series: known.map((hours) => times.map((time) => hours.get(time) ?? 0)) }
}

function secondsOf(date: string): number {
  return Date.parse(date.replace(' ', 'T')) / 1000
}
