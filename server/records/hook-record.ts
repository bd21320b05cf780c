import { isDeepStrictEqual } from 'node:util'
import { PasswordValue } from '../fields/password.ts'
import type { HookRecord } from '../hooks/events.ts'
import type { Cells } from './change.ts'
import type { Changes } from './deed.ts'
import { type Shape, valuesOf } from './shape.ts'

/** A record in the hands of hooks. */
export interface HandedOut {
  readonly record: HookRecord
  /** What was changed in it so far, as values of its fields. */
  changes(): Changes
  /** From now on it shows what is stored. */
  adopt(cells: Cells): void
}

/**
 * Hand a record to hooks: a plain object of their own, into which they may write, and that takes no name which is no
 * field, so that a slip of the pen is an error and not a silence.
 */
export function handOut(shape: Shape, values: Readonly<Record<string, unknown>>): HandedOut {
  const record = Object.seal(shown(values))
  return {
    record,
    changes() {
      const changes = new Map<string, unknown>()
      for (const { name, type, field } of shape.fields) {
        if (type.isManaged || isDeepStrictEqual(record[name], show(values[name]))) continue
        changes.set(name, type.normalise(record[name], field.options))
      }
      return changes
    },
    adopt(cells) {
      const stored = toHookRecord(shape, cells)
      for (const name of Object.keys(record)) record[name] = stored[name]
    },
  }
}

/** A stored record as own code reads it. */
export function toHookRecord(shape: Shape, cells: Cells): HookRecord {
  return shown(valuesOf(shape, cells))
}

/** Values as own code sees them: copies, so that nobody changes what they came from. */
export function shown(values: Readonly<Record<string, unknown>>): HookRecord {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, show(value)]))
}

function show(value: unknown): unknown {
  if (value instanceof PasswordValue) return value.plain
  return typeof value === 'object' && value !== null ? structuredClone(value) : value
}
