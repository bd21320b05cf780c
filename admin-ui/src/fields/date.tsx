import { Calendar } from 'lucide-react'
import { useChoice } from '../choice.ts'
import { language } from '../language.ts'
import type { CellProps, FieldView } from './field-view.ts'
import { toText } from './value.ts'

export const date: FieldView = {
  icon: Calendar,
  hue: 85,
  width: 168,
  grow: 0,
  Cell: DateCell,
  Full: DateFull,
}

/** In UTC, as it is stored and as a filter compares it: `2026-11-24 03:25`. */
export function DateCell({ value }: CellProps) {
  const [day = '', time = ''] = toText(value).split(' ')
  return (
    <span className="truncate tabular-nums" title={toText(value)}>
      {day} <span className="text-text-3">{time.slice(0, 5)}</span>
    </span>
  )
}

/** As it is stored, and under it in the words and the time zone of the reader. */
export function DateFull({ value }: CellProps) {
  const locale = useChoice(language)
  const stored = toText(value)
  const moment = new Date(stored.replace(' ', 'T'))
  const isMoment = !Number.isNaN(moment.getTime())
  return (
    <p className="flex flex-col tabular-nums">
      {stored}
      {isMoment && (
        <span className="text-xs text-text-3">
          {new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(moment)}
        </span>
      )}
    </p>
  )
}
