import type { FieldJson } from '@dapur/sdk'
import { isEmptyValue, toTexts } from '../fields/value.ts'

/** The files of a field while they are being changed: those that stay, and those that are to come. */
export interface FileDraft {
  kept: readonly string[]
  added: readonly File[]
}

/** The draft of a stored value. */
export function toFileDraft(value: unknown): FileDraft {
  return { kept: isEmptyValue(value) ? [] : toTexts(value), added: [] }
}

/** Reads back what `toFileDraft` made; anything else is a draft without files. */
export function readFileDraft(draft: unknown): FileDraft {
  const { kept, added }: { kept?: unknown; added?: unknown } =
    typeof draft === 'object' && draft !== null ? draft : {}
  return {
    kept: Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [],
    added: Array.isArray(added) ? added.filter((file) => file instanceof File) : [],
  }
}

/** The keys of the body (contract data.md §3.12): one file replaces the other, of several some go and some come. */
export function fileBody(
  { kept, added }: FileDraft,
  { name }: FieldJson,
  holdsSeveral: boolean,
  stored: unknown,
): Record<string, unknown> {
  if (!holdsSeveral) return { [name]: added[0] ?? kept[0] ?? '' }
  const gone = toFileDraft(stored).kept.filter((file) => !kept.includes(file))
  return {
    ...(gone.length > 0 && { [`${name}-`]: gone }),
    ...(added.length > 0 && { [`${name}+`]: added }),
  }
}
