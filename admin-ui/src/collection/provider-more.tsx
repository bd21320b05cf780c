import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { Textarea } from '../parts/textarea.tsx'
import type { ProviderDraft } from './provider-draft.ts'

interface ProviderMoreProps {
  draft: ProviderDraft
  /** The extra options as they are typed. */
  extra: string
  problemOf: (key: string) => string | undefined
  onPkce: (pkce: boolean | null) => void
  onExtra: (extra: string) => void
}

/** What few services need: PKCE other than usual, and options of their own (contract services.md §2.4). */
export function ProviderMore({ draft, extra, problemOf, onPkce, onExtra }: ProviderMoreProps): ReactNode {
  const words = useMessages().collection.auth
  const { name, pkce } = draft
  const kind = name.startsWith('oidc') ? 'oidc' : name === 'microsoft' ? 'microsoft' : 'other'
  return (
    <>
      <Field label={words.pkce} help={words.pkceHelp} problem={problemOf('pkce')}>
        {(control) => (
          <Select
            {...control}
            value={pkce === true ? 'on' : pkce === false ? 'off' : 'usual'}
            options={[
              ['usual', words.pkceModes.usual],
              ['on', words.pkceModes.on],
              ['off', words.pkceModes.off],
            ]}
            onPick={(mode) => onPkce(mode === 'usual' ? null : mode === 'on')}
          />
        )}
      </Field>
      <Field label={words.extra} help={words.extraHelp[kind]} problem={problemOf('extra')}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            spellCheck={false}
            value={extra}
            onChange={(event) => onExtra(event.target.value)}
            className="font-mono text-xs"
          />
        )}
      </Field>
    </>
  )
}
