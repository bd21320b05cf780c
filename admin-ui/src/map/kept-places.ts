import type { Place } from './diagram.ts'

const KEY = 'dapur_map'

/** Where cards were put by hand in this browser. */
export function keptPlaces(): Map<string, Place> {
  const stored = read()
  if (typeof stored !== 'object' || stored === null) return new Map()
  return new Map(Object.entries(stored).flatMap(([id, place]) => (isPlace(place) ? [[id, place]] : [])))
}

/** Remember them all; an empty map forgets. */
export function keepPlaces(places: ReadonlyMap<string, Place>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(places)))
  } catch {
    // Storage is blocked: the places hold for this page only.
  }
}

function read(): unknown {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null')
  } catch {
    // Blocked, or written by something else: nothing was kept.
    return undefined
  }
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false
  return 'x' in value && 'y' in value && Number.isFinite(value.x) && Number.isFinite(value.y)
}
