import * as fc from 'fast-check'

/*
 * A small world in which lists depend on much: plates of cooks, whose boss is a cook too, grants that let users see
 * plates, and rules over all of them.
 */

const rules = [
  '',
  'price < 30',
  'cook.works = true',
  'cook.boss.works = true || cook = ""',
  'owner = @request.auth.id',
  'owner = @request.auth.id || owner.name = "chef"',
  '@request.auth.name = "chef" || price > 20',
  '@collection.grants.plate ?= id && @collection.grants.user ?= @request.auth.id',
  'grants_via_plate.user ?= @request.auth.id',
  null,
] as const
const filters = ['', 'price > 10', 'cook.works = true', 'name ~ "a" || cook.rank > 1', 'tags:length > 0']
const sorts = ['', 'price', '-price,name', 'cook.rank', '-name', 'cook.boss.name,price']
const limits = [1, 2, 3, 500]
const expands = ['', 'cook', 'owner', 'cook.boss,grants_via_plate']
const fieldLists = ['', 'id,name', 'name,expand.cook.name']

/** A list that somebody asks for. */
export interface Query {
  readonly filter: string
  readonly sort: string
  readonly limit: number
  readonly expand: string
  readonly fields: string
}

export const query: fc.Arbitrary<Query> = fc.record({
  filter: fc.constantFrom(...filters),
  sort: fc.constantFrom(...sorts),
  limit: fc.constantFrom(...limits),
  expand: fc.constantFrom(...expands),
  fields: fc.constantFrom(...fieldLists),
})

export const rule: fc.Arbitrary<string | null> = fc.constantFrom(...rules)

/** Places are taken modulo what there is, so that every write finds something. */
const place = fc.nat({ max: 7 })
const cook = fc.record({
  name: fc.constantFrom('sri', 'budi', 'ani'),
  rank: fc.nat({ max: 3 }),
  works: fc.boolean(),
})
const plate = fc.record({
  name: fc.constantFrom('soto', 'rawon', 'pecel', 'ayam'),
  price: fc.nat({ max: 4 }).map((tens) => tens * 10),
  tags: fc.constantFrom([], ['hot']),
})

/** One thing that happens. */
export type Deed =
  | {
      readonly kind: 'create' | 'update'
      readonly of: 'plates'
      readonly at: number
      readonly body: object
      readonly cook: number
      readonly owner: number
    }
  | {
      readonly kind: 'create' | 'update'
      readonly of: 'cooks'
      readonly at: number
      readonly body: object
      readonly boss: number
    }
  | { readonly kind: 'delete'; readonly of: 'plates' | 'cooks' | 'grants'; readonly at: number }
  | { readonly kind: 'grant'; readonly plate: number; readonly user: number }
  | { readonly kind: 'rename'; readonly user: number; readonly name: string }
  | { readonly kind: 'rule'; readonly name: 'listRule' | 'cooks'; readonly rule: string | null }
  | { readonly kind: 'sign'; readonly peer: number; readonly user: number }

export const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('create', 'update'),
      of: fc.constant('plates'),
      at: place,
      body: plate,
      cook: place,
      owner: place,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('create', 'update', 'update'),
      of: fc.constant('cooks'),
      at: place,
      body: cook,
      boss: place,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('delete'),
      of: fc.constantFrom('plates', 'cooks', 'grants'),
      at: place,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('grant'), plate: place, user: place }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rename'),
      user: place,
      name: fc.constantFrom('chef', 'guest'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rule'), name: fc.constantFrom('listRule', 'cooks'), rule }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sign'), peer: place, user: place }) },
)
