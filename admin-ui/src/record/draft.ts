import type { CollectionJson, FieldJson, RecordJson } from '@dapur/sdk'
import { fieldInput } from '../inputs/index.ts'
import type { Messages } from '../messages/en.ts'

/** What the inputs of a record hold, by field. */
export type Draft = Readonly<Record<string, unknown>>

/** The fields that can be typed in, in their order. The server makes ids and token keys unless they are given. */
export function draftFields({ fields, type }: CollectionJson, record: RecordJson | undefined): FieldJson[] {
  return fields.filter((field) => {
    if (!fieldInput(field.type)) return false
    if (type === 'auth' && field.name === 'tokenKey') return false
    return field.name !== 'id' || record === undefined
  })
}

/** The draft of a record, or of a new one. */
export function draftOf(collection: CollectionJson, record: RecordJson | undefined): Draft {
  return Object.fromEntries(
    draftFields(collection, record).map((field) => [
      field.name,
      fieldInput(field.type)?.toDraft(record?.[field.name], field),
    ]),
  )
}

/** The fields whose draft is not what it was. */
export function changedFields(fields: readonly FieldJson[], before: Draft, now: Draft): FieldJson[] {
  // A file becomes {} here, which is still one more than none.
  return fields.filter(({ name }) => JSON.stringify(before[name]) !== JSON.stringify(now[name]))
}

/** The body that makes the stored record what the draft says: only what has changed. */
export function bodyOf(
  changed: readonly FieldJson[],
  draft: Draft,
  record: RecordJson | undefined,
): Record<string, unknown> {
  const parts = changed.map(
    (field) => fieldInput(field.type)?.toBody(draft[field.name], field, record?.[field.name]) ?? {},
  )
  return Object.assign({}, ...parts)
}

/** What is wrong with the draft before it is sent, by field. */
export function draftProblems(
  changed: readonly FieldJson[],
  draft: Draft,
  messages: Messages,
): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {}
  for (const { name, type } of changed) {
    const problem = fieldInput(type)?.problemOf?.(draft[name], messages)
    if (problem !== undefined) problems[name] = problem
  }
  return problems
}
