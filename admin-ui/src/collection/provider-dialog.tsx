import type { KnownProvider } from '@dapur/sdk/admin'
import { type ReactNode, useState } from 'react'
import { dapur } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { CodeLine } from '../parts/code-line.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { ProviderAddresses } from './provider-addresses.tsx'
import { extraOf, type ProviderDraft } from './provider-draft.ts'
import { ProviderMore } from './provider-more.tsx'

interface ProviderDialogProps {
  known: readonly KnownProvider[]
  /** Undefined for a new one. */
  provider: ProviderDraft | undefined
  problemOf: (key: string) => string | undefined
  onKeep: (provider: ProviderDraft) => void
  onClose: () => void
}

/** One service to sign in by: which, and what it knows this app as. */
export function ProviderDialog(props: ProviderDialogProps): ReactNode {
  const { known, provider, problemOf, onKeep, onClose } = props
  const { collection, editor } = useMessages()
  const words = collection.auth
  const [draft, setDraft] = useState<ProviderDraft>(
    provider ?? { name: known[0]?.name ?? 'oidc', clientId: '', pkce: null },
  )
  const [extra, setExtra] = useState(() => (draft['extra'] ? JSON.stringify(draft['extra'], null, 2) : ''))
  const isExtraWrong = extraOf(extra) === undefined
  const set = (change: Partial<ProviderDraft>): void => setDraft((now) => ({ ...now, ...change }))
  return (
    <Dialog
      title={provider ? words.provider : words.addProvider}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{editor.cancel}</Button>
          <Button
            look="primary"
            disabled={isExtraWrong}
            onClick={() => onKeep({ ...draft, extra: extraOf(extra) })}
          >
            {words.keepProvider}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={words.service} problem={problemOf('name')}>
          {(control) => (
            <Select
              {...control}
              value={draft.name}
              disabled={provider !== undefined}
              options={known.map(({ name, displayName }) => [name, displayName] as const)}
              onPick={(name) => set({ name })}
            />
          )}
        </Field>
        <TextInput
          label={words.clientId}
          problem={problemOf('clientId')}
          value={draft.clientId}
          autoComplete="off"
          onChange={(event) => set({ clientId: event.target.value })}
        />
        <TextInput
          label={words.clientSecret}
          type="password"
          hint={provider ? words.secretStays : undefined}
          problem={problemOf('clientSecret')}
          value={draft.clientSecret ?? ''}
          autoComplete="new-password"
          onChange={(event) => {
            const { clientSecret: _old, ...rest } = draft
            const typed = event.target.value
            setDraft(typed === '' ? rest : { ...rest, clientSecret: typed })
          }}
        />
        <ProviderAddresses draft={draft} problemOf={problemOf} onChange={set} />
        <ProviderMore
          draft={draft}
          extra={extra}
          problemOf={(key) => (key === 'extra' && isExtraWrong ? words.extraWrong : problemOf(key))}
          onPkce={(pkce) => set({ pkce })}
          onExtra={setExtra}
        />
        <div className="flex min-w-0 flex-col gap-1.5">
          <span className="text-sm font-medium">{words.redirect}</span>
          <CodeLine code={`${dapur.url}/api/oauth2-redirect`} />
          <p className="text-xs text-text-3">{words.redirectHelp}</p>
        </div>
      </div>
    </Dialog>
  )
}
