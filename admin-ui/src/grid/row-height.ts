import { createChoice, useChoice } from '../choice.ts'

/** Pixels. */
const heights = { roomy: 36, compact: 30 } as const

/** How close the rows of all grids stand in this browser. */
export const rowSpacing = createChoice<keyof typeof heights>('dapur_rows', ['roomy', 'compact'], 'roomy')

/** The height of a row, in pixels. */
export function useRowHeight(): number {
  return heights[useChoice(rowSpacing)]
}
