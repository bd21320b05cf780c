import type { AtlasClient } from './atlas.ts'
import { type CountryRow, countryRows, regionNames } from './countries.ts'
import { showProgress } from './progress.ts'

/** How many requests are under way at once: writes of one moment share a commit. */
const AT_ONCE = 8

/**
 * Writes the six regions and the 250 countries. A country is known by its `cca3`, a region by its name, so
 * doing it again changes what is there and adds nothing.
 *
 * Errors: what the server says, as an `ApiError`.
 */
export async function seedRecords(dapur: AtlasClient): Promise<void> {
  const regionIds = await idsBy(dapur, 'regions', 'name')
  await forEach('regions', regionNames, async (name) => {
    regionIds.set(name, await save(dapur, 'regions', regionIds.get(name), { name }))
  })

  const countryIds = await idsBy(dapur, 'countries', 'cca3')
  await forEach('countries', countryRows, async ({ cca3, regionName, values }) => {
    const record = { ...values, region: regionIds.get(regionName) }
    countryIds.set(cca3, await save(dapur, 'countries', countryIds.get(cca3), record))
  })

  // Only now can they point to each other: a relation has to lead to a record that is there.
  await forEach('borders', countryRows, async (row) => {
    await save(dapur, 'countries', countryIds.get(row.cca3), { borders: borderIds(row, countryIds) })
  })
}

type Seeded = 'regions' | 'countries'

/** The ids of what is there already, by the field that tells the records apart. */
async function idsBy(dapur: AtlasClient, collection: Seeded, field: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for await (const record of dapur.collection(collection).each({ fields: `id,${field}` })) {
    ids.set(String(record[field]), record.id)
  }
  return ids
}

async function save(
  dapur: AtlasClient,
  collection: Seeded,
  id: string | undefined,
  values: Record<string, unknown>,
): Promise<string> {
  const records = dapur.collection(collection)
  const saved = await (id === undefined ? records.create(values) : records.update(id, values))
  return saved.id
}

function borderIds({ cca3, borderCodes }: CountryRow, ids: ReadonlyMap<string, string>): string[] {
  return borderCodes.map((code) => {
    const id = ids.get(code)
    if (id === undefined) throw new Error(`${cca3} borders on ${code}, which is no country of the package.`)
    return id
  })
}

/** A few at once, in order, with a progress bar. */
async function forEach<T>(
  title: string,
  items: readonly T[],
  act: (item: T) => Promise<void>,
): Promise<void> {
  const progress = showProgress(title, items.length)
  const rest = items.values()
  const work = async (): Promise<void> => {
    for (const item of rest) {
      await act(item)
      progress.step()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
