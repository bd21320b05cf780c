/** A body and the header that says what it is; FormData brings its own, with the boundary. */
export interface Encoded {
  body: string | FormData
  type?: string
}

/**
 * Encodes a body: JSON, or multipart as soon as one value is a file (contract data.md §1.6).
 * Repeated keys carry several files; whatever is not text goes as `@jsonPayload`.
 */
export function encodeBody(body: object | FormData): Encoded {
  if (body instanceof FormData) return { body }
  const entries = Object.entries(body)
  if (!entries.some(([, value]) => hasFile(value))) {
    return { body: JSON.stringify(body), type: 'application/json' }
  }
  const form = new FormData()
  for (const [key, value] of entries) append(form, key, value)
  return { body: form }
}

function append(form: FormData, key: string, value: unknown): void {
  if (value === undefined) return
  if (!hasFile(value)) {
    // As JSON, so that the text "true" stays a text.
    form.append('@jsonPayload', JSON.stringify({ [key]: value }))
    return
  }
  for (const one of Array.isArray(value) ? value : [value]) {
    if (one instanceof Blob) form.append(key, one)
    else form.append(key, String(one))
  }
}

/** Must this value travel as a part of its own? */
export function hasFile(value: unknown): boolean {
  return value instanceof Blob || (Array.isArray(value) && value.some((one) => one instanceof Blob))
}
