import type { ReactNode } from 'react'
import { toText } from '../fields/value.ts'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import type { ProviderDraft } from './provider-draft.ts'

interface ProviderAddressesProps {
  draft: ProviderDraft
  problemOf: (key: string) => string | undefined
  onChange: (change: Partial<ProviderDraft>) => void
}

const addresses = ['authURL', 'tokenURL', 'userInfoURL'] as const

/** Where a service is that has no place of its own: everybody runs another one. */
export function ProviderAddresses({ draft, problemOf, onChange }: ProviderAddressesProps): ReactNode {
  const words = useMessages().collection.auth
  if (!draft.name.startsWith('oidc') && draft.name !== 'mailcow') return null
  return addresses.map((key) => (
    <Field key={key} label={words.addresses[key]} problem={problemOf(key)}>
      {(control) => (
        <input
          {...control}
          type="url"
          value={toText(draft[key] ?? '')}
          onChange={(event) => onChange({ [key]: event.target.value })}
          className={controlLook(control['aria-invalid'], 'h-8.5')}
        />
      )}
    </Field>
  ))
}
