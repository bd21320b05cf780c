import { type JsonSchema, listOf, objectOf, plain } from './json-schema.ts'

const { text, whole, flag, object, time } = plain

/** Schemas that have nothing to do with the collections (contract data.md §1.5, services.md §3, §6.4). */
export const plainSchemas: Readonly<Record<string, JsonSchema>> = {
  Error: objectOf({ status: whole, message: text, data: object, code: text }, ['code']),
  Health: objectOf({ code: whole, message: text, data: object }),
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

/** What belongs to an account, as its owner sees it (architecture.md, *Beyond the contract*). */
export const accountSchemas: Readonly<Record<string, JsonSchema>> = {
  Passkey: objectOf({ id: text, name: text, created: time, lastUsed: time }),
  ApiKey: objectOf({
    id: text,
    name: text,
    scopes: {
      anyOf: [
        { const: '*' },
        listOf(objectOf({ collections: { anyOf: [{ const: '*' }, listOf(text)] }, actions: listOf(text) })),
      ],
    },
    expires: time,
    created: time,
    lastUsed: time,
  }),
  DeviceSession: objectOf({
    id: text,
    device: text,
    address: text,
    created: time,
    lastSeen: time,
    expires: time,
    current: flag,
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
  return objectOf({ token: text, record, meta: object, dapur: object }, ['meta', 'dapur'])
}
