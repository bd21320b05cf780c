import { recall, remember } from '../browser-memory.ts'
import { parsedJson } from '../parsed-json.ts'
import type { Place } from './diagram.ts'

const KEY = 'dapur_map'

/** Where cards were put by hand in this browser. */
export function keptPlaces(): Map<string, Place> {
  const stored = parsedJson(recall(KEY) ?? '')
  if (typeof stored !== 'object' || stored === null) return new Map()
  return new Map(Object.entries(stored).flatMap(([id, place]) => (isPlace(place) ? [[id, place]] : [])))
}

/** Remember them all; an empty map forgets. */
export function keepPlaces(places: ReadonlyMap<string, Place>): void {
  remember(KEY, JSON.stringify(Object.fromEntries(places)))
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false
  return 'x' in value && 'y' in value && Number.isFinite(value.x) && Number.isFinite(value.y)
}
