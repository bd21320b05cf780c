import worldCountries from 'world-countries'
import { z } from 'zod'

const source = z.array(
  z.object({
    name: z.object({ common: z.string(), official: z.string() }),
    cca2: z.string(),
    cca3: z.string(),
    flag: z.string(),
    capital: z.array(z.string()),
    region: z.string(),
    subregion: z.string(),
    area: z.number(),
    landlocked: z.boolean(),
    /** null where it is disputed. */
    independent: z.boolean().nullable(),
    languages: z.record(z.string(), z.string()),
    borders: z.array(z.string()),
    latlng: z.tuple([z.number(), z.number()]),
    translations: z.record(z.string(), z.object({ common: z.string() })),
    currencies: z.record(z.string(), z.object({ name: z.string(), symbol: z.string() })),
  }),
)

/** A country before it has an id: relations are still the names and codes of the others. */
export interface CountryRow {
  readonly cca3: string
  readonly regionName: string
  readonly borderCodes: readonly string[]
  /** The values of every field that is no relation. */
  readonly values: Readonly<Record<string, unknown>>
}

const parsed = source.parse(worldCountries)

/** The 250 countries of the npm package world-countries, as the atlas keeps them. */
export const countryRows: readonly CountryRow[] = parsed.map(
  ({ name, capital, latlng, borders, region, languages, translations, independent, ...same }) => ({
    cca3: same.cca3,
    regionName: region,
    borderCodes: borders,
    values: {
      ...same,
      independent: independent === true,
      name: name.common,
      officialName: name.official,
      capital: capital.join(', '),
      languages: Object.values(languages),
      position: { lat: latlng[0], lon: latlng[1] },
      translations: Object.fromEntries(
        Object.entries(translations).map(([language, { common }]) => [language, common]),
      ),
    },
  }),
)

export const regionNames: readonly string[] = distinct(countryRows.map((row) => row.regionName))

export const languageNames: readonly string[] = distinct(
  parsed.flatMap((country) => Object.values(country.languages)),
)

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted()
}
