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
