import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import type { FieldInput, InputProps } from './field-input.ts'
import { controlLook } from './look.ts'

interface Point {
  lat: number
  lon: number
}

/** Latitude and longitude in degrees, south and west below zero. */
export const geoPoint: FieldInput = {
  toDraft: toPoint,
  toBody: (draft, { name }) => ({ [name]: draft }),
  Input: GeoPointInput,
  Panel: GeoPointInput,
  isGroup: true,
}

function GeoPointInput({ id, draft, onChange, isWrong, describedBy }: InputProps): ReactNode {
  const { editor } = useMessages()
  const point = toPoint(draft)
  const degrees = (key: keyof Point, label: string, most: number): ReactNode => (
    <label className="flex min-w-0 grow flex-col gap-1 text-xs text-text-3">
      {label}
      <input
        type="number"
        step="any"
        min={-most}
        max={most}
        value={point[key]}
        onChange={({ target }) => onChange({ ...point, [key]: target.valueAsNumber || 0 })}
        onWheel={({ currentTarget }) => currentTarget.blur()}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
        className={controlLook(isWrong, 'h-8.5 tabular-nums')}
      />
    </label>
  )
  return (
    <fieldset aria-labelledby={`${id}-label`} className="flex min-w-0 gap-3">
      {degrees('lat', editor.latitude, 90)}
      {degrees('lon', editor.longitude, 180)}
    </fieldset>
  )
}

function toPoint(value: unknown): Point {
  const { lat, lon }: { lat?: unknown; lon?: unknown } =
    typeof value === 'object' && value !== null ? value : {}
  return { lat: typeof lat === 'number' ? lat : 0, lon: typeof lon === 'number' ? lon : 0 }
}
