import { sql } from 'kysely'
import type { Now } from '../base/now.ts'
import type { ListedFile } from '../files/file-store.ts'
import type { Cell } from '../storage/dialect.ts'
import { namesOf } from './file-names.ts'
import type { House } from './house.ts'
import { cellsOf, type Shape, shapeOf } from './shape.ts'

/** So many files are looked at in one turn of the loop. */
const AT_ONCE = 256
const SIDE_CAR = '.attrs'

/** How far a sweep goes. */
export interface Sweeping {
  /** Only files that were last written before this time, in milliseconds since 1970. */
  readonly before: number
  /** Asked now and then: whether to stop. */
  readonly isOver: () => boolean
}

/** A listed file with what its key says. */
interface Candidate {
  readonly key: string
  readonly record: string
  /** The name of the file that it is, or that it belongs to. */
  readonly name: string
}

/**
 * Remove the files of collections that no record names: what a crash left behind, and what went with a field
 * (`reliability.md` F8). Files that are being stored for a write are let alone, and so is everything that lies under
 * another name than that of a collection: a bucket may hold other things. Answers how many were removed.
 *
 * @example await sweepFiles(house, { before: house.clock.now(), isOver: () => false })
 */
export async function sweepFiles(house: House, sweeping: Sweeping): Promise<number> {
  let count = 0
  for (const { id, type } of house.catalog.current.all)
    if (type !== 'view') count += await sweepCollection(house, id, sweeping)
  return count
}

/**
 * How many files, last written before a time in milliseconds since 1970, a sweep would remove.
 *
 * @example await countOrphans(house, house.clock.now() - 3_600_000)
 */
export async function countOrphans(house: House, before: number): Promise<number> {
  let count = 0
  for (const { id, type } of house.catalog.current.all) {
    if (type === 'view') continue
    for await (const part of candidates(house, id, before))
      count += (await orphansAmong(house, id, part)).length
  }
  return count
}

/** The same for one collection, which need not be there any more. */
export async function sweepCollection(
  house: House,
  id: string,
  { before, isOver }: Sweeping,
): Promise<number> {
  let count = 0
  for await (const part of candidates(house, id, before)) {
    if (isOver()) return count
    count += await removeOrphans(house, id, part)
  }
  return count
}

/** The files of a collection that may be looked at, some at a time. */
async function* candidates(house: House, id: string, before: number): AsyncGenerator<readonly Candidate[]> {
  let waiting: Candidate[] = []
  for await (const file of house.files.list(`${id}/`)) {
    const candidate = file.modified < before ? toCandidate(file) : undefined
    if (candidate) waiting.push(candidate)
    if (waiting.length < AT_ONCE) continue
    yield waiting
    waiting = []
  }
  yield waiting
}

/** Keys of another form are none of ours. */
function toCandidate({ key }: ListedFile): Candidate | undefined {
  const [, record, first, second, ...more] = key.split('/')
  if (record === undefined || first === undefined || more.length > 0) return undefined
  if (second === undefined) return { key, record, name: withoutSideCar(first) }
  return first.startsWith('thumbs_') ? { key, record, name: first.slice('thumbs_'.length) } : undefined
}

/** A side-car lies alone while its file is being stored, or after a crash at that moment. */
function withoutSideCar(name: string): string {
  return name.endsWith(SIDE_CAR) ? name.slice(0, -SIDE_CAR.length) : name
}

async function removeOrphans(house: House, id: string, some: readonly Candidate[]): Promise<number> {
  const orphans = await orphansAmong(house, id, some)
  for (const { key } of orphans) await house.files.remove(key)
  return orphans.length
}

async function orphansAmong(house: House, id: string, some: readonly Candidate[]): Promise<Candidate[]> {
  // First who is under way, then who is named: between the two a write can only go from the one to the other.
  const settled = some.filter(
    ({ key }) => !house.arriving.has(key) && !house.arriving.has(withoutSideCar(key)),
  )
  const named = await namedFiles(house, id, new Set(settled.map(({ record }) => record)))
  return settled.filter(({ record, name }) => {
    const names = named.get(record)
    return !names?.has(name) && !names?.has(name + SIDE_CAR)
  })
}

/** The names of the files of these records, by record. */
async function namedFiles(
  house: House,
  id: string,
  records: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const collection = house.catalog.current.byId(id)
  if (!collection || records.size === 0) return new Map()
  const shape = shapeOf(collection)
  const rows = await readRows(house, shape, [...records])
  return new Map(
    rows.map((row) => {
      const cells = cellsOf(shape, row)
      return [String(cells['id']), new Set(namesOf(shape, cells))]
    }),
  )
}

/** Filled up to the same number each time, so that it is one statement a collection. */
function readRows({ storage }: House, { table, columns }: Shape, records: readonly string[]): Now<Cell[][]> {
  const given = Array.from({ length: AT_ONCE }, (_, at) => records[at] ?? records[0] ?? '')
  const places = sql.join(given.map(() => sql`${''}`))
  const text = sql`select ${columns} from ${table} where ${sql.id('id')} in (${places})`
  return storage.hot.all(text.compile(storage.cold).sql, given)
}
