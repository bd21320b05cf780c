import type { House } from '../../records/house.ts'
import type { Examination } from '../../storage/examine.ts'

/** What is examined. */
export interface Patient {
  /** The data directory; it is there. */
  readonly dir: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly data: Examination | undefined
  readonly auxiliary: Examination | undefined
  /** The names of the migrations of this version, in order. */
  readonly migrations: readonly string[]
  /** Open the house as commands do. Errors: those of opening it. */
  readonly house: () => Promise<House>
}

/** What a check has found. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed'
  /** A plain sentence. */
  readonly what: string
  /** What to do about it. */
  readonly advice?: string
}

/** One thing that the doctor looks at. */
export interface Check {
  readonly id: string
  examine(patient: Patient): Finding | Promise<Finding>
}

export function fine(what: string): Finding {
  return { state: 'ok', what }
}

export function warning(what: string, advice: string): Finding {
  return { state: 'warning', what, advice }
}

export function failed(what: string, advice: string): Finding {
  return { state: 'failed', what, advice }
}

/** `16.0 MiB` */
export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}
