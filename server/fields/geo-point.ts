import { problem, type Problem } from '../base/problem.ts'
import type { FieldType, NoOptions } from './field-type.ts'
import { isTooDeep } from './json-depth.ts'

/** A place on earth, in degrees. */
export interface GeoPoint {
  readonly lon: number
  readonly lat: number
}

const nowhere: GeoPoint = { lon: 0, lat: 0 }

/** A place on earth; 0,0 is "none" (contract data.md §3.15). */
export const geoPoint: FieldType<NoOptions, GeoPoint> = {
  name: 'geoPoint',
  options: {},
  kind: () => 'point',
  column: () => 'point',
  empty: () => nowhere,
  isEmpty: ({ lon, lat }) => lon === 0 && lat === 0,
  normalise: toPoint,
  check: checkPoint,
  checkOptions: () => undefined,
  toCell: ({ lon, lat }) => `{"lon":${lon},"lat":${lat}}`,
  fromCell: toPoint,
  output: 'json',
  typescript: () => '{ lon: number; lat: number }',
}

function toPoint(input: unknown): GeoPoint {
  const source = typeof input === 'string' ? parseJson(input) : input
  if (typeof source !== 'object' || source === null) return nowhere
  const lon = degrees('lon' in source ? source.lon : 0)
  const lat = degrees('lat' in source ? source.lat : 0)
  return lon === undefined || lat === undefined ? nowhere : { lon, lat }
}

function parseJson(text: string): unknown {
  if (isTooDeep(text, 1)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // The contract takes whatever is no point for the empty one.
    return undefined
  }
}

function degrees(value: unknown): number | undefined {
  if (value === null) return 0
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function checkPoint({ lon, lat }: GeoPoint): Problem | undefined {
  if (Math.abs(lat) > 90)
    return problem('validation_invalid_latitude', 'A latitude is from -90 to 90 degrees.')
  if (Math.abs(lon) > 180)
    return problem('validation_invalid_longitude', 'A longitude is from -180 to 180 degrees.')
  return undefined
}
