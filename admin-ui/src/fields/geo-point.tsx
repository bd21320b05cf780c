import { MapPin } from 'lucide-react'
import type { CellProps, FieldView } from './field-view.ts'
import { toText } from './value.ts'

export const geoPoint: FieldView = { icon: MapPin, hue: 235, width: 168, grow: 0, Cell: GeoPointCell }

/** Latitude first, as on maps, with the hemisphere instead of a sign. */
function GeoPointCell({ value }: CellProps) {
  const point = toPoint(value)
  if (!point) return <span className="truncate">{toText(value)}</span>
  const lat = `${Math.abs(point.lat).toFixed(4)}° ${point.lat < 0 ? 'S' : 'N'}`
  const lon = `${Math.abs(point.lon).toFixed(4)}° ${point.lon < 0 ? 'W' : 'E'}`
  return (
    <span className="truncate tabular-nums" title={`${point.lat}, ${point.lon}`}>
      {lat} <span className="text-text-3">·</span> {lon}
    </span>
  )
}

function toPoint(value: unknown): { lat: number; lon: number } | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { lat, lon }: { lat?: unknown; lon?: unknown } = value
  return typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : undefined
}
