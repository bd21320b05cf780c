import type { Client, RecordJson } from '@dapur/sdk'

/** A record of `regions`. */
export interface Region extends RecordJson {
  name: string
}

/** A record of `countries`. The package that it comes from knows no population. */
export interface Country extends RecordJson {
  name: string
  officialName: string
  cca2: string
  cca3: string
  flag: string
  capital: string
  region: string
  subregion: string
  /** Square kilometres. */
  area: number
  landlocked: boolean
  independent: boolean
  languages: string[]
  borders: string[]
  position: { lon: number; lat: number }
  /** By ISO 639-3 code: `{ fra: 'Allemagne' }`. */
  translations: Record<string, string>
  /** By ISO 4217 code: `{ EUR: { name: 'Euro', symbol: '€' } }`. */
  currencies: Record<string, { name: string; symbol: string }>
}

/** A record of `editors`. */
export interface Editor extends RecordJson {
  name: string
  email: string
}

/** What the SDK knows about the collections of the atlas. */
export interface AtlasSchema {
  regions: Region
  countries: Country
  editors: Editor
  _superusers: RecordJson
}

export type AtlasClient = Client<AtlasSchema>
