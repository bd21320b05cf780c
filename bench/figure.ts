import { styleText } from 'node:util'

/** A figure, and what it may be at most. */
export interface Figure {
  readonly title: string
  readonly value: number
  /** Undefined where there is no goal: it is told. */
  readonly most?: number
  readonly unit: string
}

/** Rounds on a shared machine do not resolve less. */
const TOLERANCE = 1.1

/**
 * Is it within its goal, give or take 10 %?
 *
 * @example isGood({ title: 'memory a socket', value: 9.2, most: 12, unit: 'KiB' }) // true
 */
export function isGood({ value, most = Number.POSITIVE_INFINITY }: Figure): boolean {
  return value <= most * TOLERANCE
}

/** Print a figure, in green or red where it has a goal. */
export function printFigure(figure: Figure): void {
  const { title, value, most, unit } = figure
  const line = `${title}: ${value.toFixed(2)} ${unit}`
  if (most === undefined) return console.log(line)
  console.log(styleText(isGood(figure) ? 'green' : 'red', `${line} (at most ${most} ${unit})`))
}
