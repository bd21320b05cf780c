import type { ListOptions } from '@dapur/sdk'
import type { AtlasClient, Country, Region } from './atlas.ts'

/** A question that a guest asks. */
export interface Query {
  readonly title: string
  readonly collection: 'countries' | 'regions'
  readonly options: ListOptions
  /** Asks it; every row holds what is to be shown of one record. */
  readonly ask: (guest: AtlasClient) => Promise<Answer>
}

/** What came back. */
export interface Answer {
  readonly total: number
  readonly rows: readonly (readonly string[])[]
}

/** Ten questions, from easy to hard. */
export const queries: readonly Query[] = [
  countries(
    'The giants of Asia',
    { filter: 'region.name = "Asia" && area > 1500000', sort: '-area' },
    (country) => [named(country), km2(country)],
  ),
  countries('Names with "stan" in them', { filter: 'name ~ "stan"', sort: 'name' }, (country) => [
    named(country),
    country.capital,
  ]),
  countries(
    'The first five by name, with the total',
    { sort: 'name', perPage: 5, fields: 'name,flag,cca3' },
    (country) => [named(country), country.cca3],
  ),
  countries('Indonesia and its neighbours', { filter: 'cca3 = "IDN"', expand: 'borders' }, (country) => [
    named(country),
    neighbours(country),
  ]),
  countries(
    'Who borders on France? (any of the neighbours)',
    { filter: 'borders.cca3 ?= "FRA"', sort: '-area' },
    (country) => [named(country), km2(country)],
  ),
  countries(
    'Doubly landlocked: all of the neighbours are landlocked too',
    {
      filter: 'landlocked = true && borders:length > 0 && borders.landlocked = true',
      expand: 'borders',
    },
    (country) => [named(country), neighbours(country)],
  ),
  countries(
    'Where Portuguese is a language, outside of Africa',
    { filter: 'languages:each ?= "Portuguese" && region.name != "Africa"', sort: '-area' },
    (country) => [named(country), country.languages.join(', ')],
  ),
  countries(
    'What the French call "Allemagne" (a path into JSON)',
    { filter: 'translations.fra = "Allemagne"' },
    (country) => [named(country), country.translations['jpn'] ?? ''],
  ),
  countries(
    'Centres within 1,500 km of Jakarta',
    { filter: 'geoDistance(position.lon, position.lat, 106.85, -6.2) < 1500', sort: 'name' },
    (country) => [named(country), `${country.position.lat}°, ${country.position.lon}°`],
  ),
  regions(
    'Regions with a country over 5 million km² (a relation, backwards)',
    { filter: 'countries_via_region.area ?> 5000000', sort: 'name' },
    (region) => [region.name],
  ),
]

function countries(title: string, options: ListOptions, show: (country: Country) => string[]): Query {
  const ask = async (guest: AtlasClient): Promise<Answer> => {
    const { totalItems, items } = await guest.collection('countries').list(options)
    return { total: totalItems, rows: items.map(show) }
  }
  return { title, collection: 'countries', options, ask }
}

function regions(title: string, options: ListOptions, show: (region: Region) => string[]): Query {
  const ask = async (guest: AtlasClient): Promise<Answer> => {
    const { totalItems, items } = await guest.collection('regions').list(options)
    return { total: totalItems, rows: items.map(show) }
  }
  return { title, collection: 'regions', options, ask }
}

function named({ flag, name }: Country): string {
  return `${flag} ${name}`
}

function km2({ area }: Country): string {
  return `${area.toLocaleString('en')} km²`
}

function neighbours({ expand }: Country): string {
  return [expand?.['borders'] ?? []]
    .flat()
    .map((country) => String(country['name']))
    .join(', ')
}
