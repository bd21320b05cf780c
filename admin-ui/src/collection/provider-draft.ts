import { parsedJson } from '../parsed-json.ts'

/** A provider of the form. A secret that is not typed anew stays as it is stored. */
export interface ProviderDraft {
  name: string
  clientId: string
  clientSecret?: string
  [option: string]: unknown
}

/** The providers of a draft, whatever a draft may hold. */
export function providersIn(value: unknown): readonly ProviderDraft[] {
  return Array.isArray(value) ? value.filter(isProvider) : []
}

function isProvider(value: unknown): value is ProviderDraft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'clientId' in value &&
    typeof value.clientId === 'string'
  )
}

/**
 * The extra options that are typed as JSON; null where nothing is typed, undefined where it is no object.
 *
 * @example extraOf('{"issuers":[]}') // { issuers: [] }
 */
export function extraOf(text: string): object | null | undefined {
  if (text.trim() === '') return null
  const value = parsedJson(text)
  return typeof value === 'object' && !Array.isArray(value) ? value : undefined
}
