import { expect, test } from 'vitest'
import { createClient, memoryStore, type RecordJson } from '../src/index.ts'

interface Dish {
  id: string
  name: string
}

/** As `dapur types` writes it: no name that is not in the collection. */
interface Schema {
  dishes: {
    record: Dish
    create: { name: string }
    update: { name?: string }
    expand: { items_via_dish: 'items'[] }
  }
  items: {
    record: { id: string; dish: string; count: number }
    create: { id?: string; dish: string; count?: number }
    update: { dish?: string; count?: number; 'count+'?: number }
    expand: { dish: 'dishes'; spare: 'dishes' | undefined }
  }
  notes: RecordJson
}

/** A client whose server answers this to everything. */
function answering(body: unknown): ReturnType<typeof createClient<Schema>> {
  const fetch = (): Promise<Response> => Promise.resolve(Response.json(body))
  return createClient<Schema>('http://localhost', { store: memoryStore(), fetch })
}

test('names of fields and relations are those of the schema, and no others compile', async () => {
  const dish = { id: 'd1', name: 'Soto' }
  const item = {
    id: 'i1',
    dish: 'd1',
    count: 2,
    expand: { dish: { ...dish, expand: { items_via_dish: [] } } },
  }
  const dapur = answering({ page: 1, perPage: 1, totalItems: 1, totalPages: 1, items: [item] })
  const items = dapur.collection('items')
  const { items: found } = await items.list({
    expand: 'dish.items_via_dish, spare',
    sort: '-count,dish.name',
    filter: { count: { '>': 1 } },
  })
  expect(found[0]?.expand.dish.name).toBe('Soto')
  expect(found[0]?.expand.dish.expand.items_via_dish.map(({ count }) => count)).toEqual([])
  expect(found[0]?.expand.spare?.name).toBeUndefined()
  const plain = await items.getFirstListItem({ dish: 'd1' })
  expect(plain.count).toBe(2)

  // Never run: they are here to be refused by the compiler.
  const mistakes = [
    // @ts-expect-error -- no such collection
    () => dapur.collection('dish'),
    // @ts-expect-error -- no such field
    () => plain.price,
    // @ts-expect-error -- not followed
    () => plain.expand,
    // @ts-expect-error -- may be empty
    () => found[0]?.expand.spare.name,
    // @ts-expect-error -- no such relation
    () => items.list({ expand: 'dishes' }),
    // @ts-expect-error -- no such relation of the dish
    () => items.list({ expand: 'dish.items' }),
    // @ts-expect-error -- no such field to sort by
    () => items.list({ sort: '-price' }),
    // @ts-expect-error -- no such field to filter by
    () => items.list({ filter: { price: 1 } }),
    // @ts-expect-error -- no such operator
    () => items.list({ filter: { count: { '=>': 1 } } }),
    // A live list follows relations as a list does.
    () => items.live({ expand: 'dish' }, (rows) => rows.map(({ expand }) => expand.dish.name)),
    // @ts-expect-error -- no such relation
    () => items.live({ expand: 'dishes' }, () => undefined),
    // @ts-expect-error -- not followed
    () => items.live({}, (rows) => rows[0]?.expand),
    // @ts-expect-error -- the dish is required
    () => items.create({ count: 1 }),
    // @ts-expect-error -- no such field
    () => items.update('i1', { price: 1 }),
    // @ts-expect-error -- a name cannot be added to
    () => dapur.collection('dishes').update('d1', { 'name+': 1 }),
    // @ts-expect-error -- of another type
    () => dapur.batch((b) => void b.collection('items').create({ dish: 1 })),
  ]
  expect(mistakes).toHaveLength(16)
})

test('an entry that is a record alone, or no schema at all, leaves everything open', async () => {
  const notes = answering({ id: 'n1', anything: 1 }).collection('notes')
  expect((await notes.get('n1', { expand: 'whatever.there.is' }))['anything']).toBe(1)
  const untyped = createClient('http://localhost', {
    store: memoryStore(),
    fetch: () => Promise.resolve(Response.json({ id: 'x' })),
  })
  expect((await untyped.collection('any').create({ a: 1 }, { expand: 'b' })).id).toBe('x')
})
