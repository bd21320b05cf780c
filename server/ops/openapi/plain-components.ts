import { type JsonSchema, objectOf } from './json-schema.ts'

const text: JsonSchema = { type: 'string' }
const whole: JsonSchema = { type: 'integer' }

/** Schemas that have nothing to do with the collections (contract data.md §1.5, services.md §3, §6.4). */
export const plainSchemas: Readonly<Record<string, JsonSchema>> = {
  Error: objectOf({ status: whole, message: text, data: { type: 'object' }, code: text }, ['code']),
  Health: objectOf({ code: whole, message: text, data: { type: 'object' } }),
  Batch: objectOf({
    requests: {
      type: 'array',
      items: objectOf({ method: text, url: text, body: { type: 'object' }, headers: { type: 'object' } }, [
        'body',
        'headers',
      ]),
    },
  }),
}

/** A page of records, and where the next one begins when a cursor was asked for. */
export function listSchema(record: JsonSchema): JsonSchema {
  return objectOf(
    {
      page: whole,
      perPage: whole,
      totalItems: whole,
      totalPages: whole,
      items: { type: 'array', items: record },
      nextCursor: { type: ['string', 'null'] },
    },
    ['nextCursor'],
  )
}

/** What a sign-in answers (contract services.md §2.0.1). */
export function sessionSchema(record: JsonSchema): JsonSchema {
  return objectOf({ token: text, record, meta: { type: 'object' } }, ['meta'])
}
