import { MapPin } from 'lucide-react'
import { useMessages } from '../language.ts'
import { useFormat } from '../use-format.ts'
import type { CellProps, FieldView } from './field-view.ts'
import { toText } from './value.ts'

export const geoPoint: FieldView = { icon: MapPin, hue: 235, width: 204, grow: 0, Cell: GeoPointCell }

/** Latitude first, as on maps, with the hemisphere instead of a sign. */
function GeoPointCell({ value }: CellProps) {
  const { cells } = useMessages()
  const format = useFormat()
  const point = toPoint(value)
  if (!point) return <span className="truncate">{toText(value)}</span>
  const lat = `${format.number(Math.abs(point.lat), 4)}° ${point.lat < 0 ? cells.south : cells.north}`
  const lon = `${format.number(Math.abs(point.lon), 4)}° ${point.lon < 0 ? cells.west : cells.east}`
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
