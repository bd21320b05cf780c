import { arrivals } from './arrivals.ts'
import { control } from './control.ts'
import { held } from './held.ts'
import { mailed } from './mailed.ts'
import type { Race } from './race.ts'

/** Every value that is good for one use, and the control. */
export const races: readonly Race[] = [...mailed, ...held, ...arrivals, control]
