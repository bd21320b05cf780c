import { registry, type Registry } from '../base/registry.ts'
import { autodate } from './autodate.ts'
import { bool } from './bool.ts'
import { date } from './date.ts'
import { editor } from './editor.ts'
import { email } from './email.ts'
import type { AnyFieldType } from './field-type.ts'
import { file } from './file.ts'
import { geoPoint } from './geo-point.ts'
import { json } from './json.ts'
import { number } from './number.ts'
import { password } from './password.ts'
import { relation } from './relation.ts'
import { select } from './select.ts'
import { text } from './text.ts'
import { url } from './url.ts'

/** All types that a field can have, in the order in which they are offered. */
export const fieldTypes: Registry<AnyFieldType> = registry<AnyFieldType>('field type', [
  text,
  editor,
  number,
  bool,
  email,
  url,
  date,
  autodate,
  select,
  file,
  relation,
  json,
  password,
  geoPoint,
])
