import { bool } from './bool.tsx'
import { date } from './date.tsx'
import { editor } from './editor.tsx'
import type { FieldInput } from './field-input.ts'
import { file } from './file.tsx'
import { geoPoint } from './geo-point.tsx'
import { json } from './json.tsx'
import { email, url } from './line.tsx'
import { number } from './number.tsx'
import { password } from './password.tsx'
import { relation } from './relation.tsx'
import { select } from './select.tsx'
import { text } from './text.tsx'

/** One line a field type that can be typed in. */
const inputs: Readonly<Partial<Record<string, FieldInput>>> = {
  text,
  editor,
  number,
  bool,
  email,
  url,
  date,
  select,
  relation,
  file,
  json,
  password,
  geoPoint,
}

/** How a type is typed in: undefined for what the server sets itself. A type of an extension is typed as JSON. */
export function fieldInput(type: string): FieldInput | undefined {
  if (type === 'autodate') return undefined
  return (Object.hasOwn(inputs, type) ? inputs[type] : undefined) ?? json
}
