import type { FieldTypeName } from '@dapur/sdk'
import { autodate } from './autodate.tsx'
import { bool } from './bool.tsx'
import { date } from './date.tsx'
import { editor } from './editor.tsx'
import { email } from './email.tsx'
import type { FieldView } from './field-view.ts'
import { file } from './file.tsx'
import { geoPoint } from './geo-point.tsx'
import { json } from './json.tsx'
import { number } from './number.tsx'
import { password } from './password.tsx'
import { relation } from './relation.tsx'
import { select } from './select.tsx'
import { text } from './text.tsx'
import { url } from './url.tsx'

/** One line a field type. */
const fieldViews: Readonly<Record<FieldTypeName, FieldView>> = {
  text,
  editor,
  number,
  bool,
  email,
  url,
  date,
  autodate,
  select,
  relation,
  file,
  json,
  password,
  geoPoint,
}

const views: Readonly<Partial<Record<string, FieldView>>> = fieldViews

/** How a field type looks. A type that an extension adds is shown as the JSON that it sends. */
export function fieldView(type: string): FieldView {
  return (Object.hasOwn(views, type) ? views[type] : undefined) ?? json
}
