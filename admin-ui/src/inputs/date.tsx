import type { ReactNode } from 'react'
import { useChoice } from '../choice.ts'
import { toText } from '../fields/value.ts'
import { language, useMessages } from '../language.ts'
import type { FieldInput, InputProps } from './field-input.ts'
import { controlLook } from './look.ts'

/** A moment in UTC, as it is stored and as filters compare it; in the reader's own time below. */
export const date: FieldInput = {
  toDraft: (value) => toText(value ?? ''),
  toBody: (draft, { name }) => ({ [name]: draft }),
  Input: DateInput,
  isLine: true,
}

function DateInput({ id, draft, onChange, isWrong, describedBy }: InputProps): ReactNode {
  const { editor } = useMessages()
  const stored = toText(draft)
  return (
    <div className="flex flex-col gap-1">
      <input
        id={id}
        type="datetime-local"
        step="1"
        value={toControl(stored)}
        onChange={({ target }) => onChange(toStored(target.value, stored))}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
        className={controlLook(isWrong, 'h-8.5 tabular-nums')}
      />
      <LocalTime stored={stored} note={editor.utc} />
    </div>
  )
}

function LocalTime({ stored, note }: { stored: string; note: string }): ReactNode {
  const locale = useChoice(language)
  const moment = new Date(stored.replace(' ', 'T'))
  if (Number.isNaN(moment.getTime())) return <span className="text-xs text-text-3">{note}</span>
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' })
  return (
    <span className="text-xs text-text-3 tabular-nums">
      {note} · {format.format(moment)}
    </span>
  )
}

/** `2026-11-24 03:25:00.000Z` as the control has it: `2026-11-24T03:25:00`. */
function toControl(stored: string): string {
  return stored.replace(' ', 'T').slice(0, 19)
}

/** Back again; milliseconds that the control cannot show stay while its second does. */
function toStored(control: string, before: string): string {
  if (control === '') return ''
  const whole = control.length === 16 ? `${control}:00` : control.slice(0, 19)
  if (whole === toControl(before)) return before
  return `${whole.replace('T', ' ')}.000Z`
}
