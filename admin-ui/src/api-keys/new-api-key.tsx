import type { ApiKeysApi } from '@dapur/sdk/auth'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { Segmented } from '../parts/segmented.tsx'
import { Select } from '../parts/select.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { type ScopeDraft, toScopes } from './key-scope.ts'
import { ScopePicker } from './scope-picker.tsx'

const DAY = 86_400_000
/** In days; 0 is without end. */
const lives = ['30', '90', '365', '0'] as const

interface NewApiKeyProps {
  /** Throws what the server says where it refuses. */
  onCreate: (wish: Parameters<ApiKeysApi['create']>[0]) => Promise<void>
  onClose: () => void
}

/** Asks what the key is called, how long it is good, and what it may do. */
export function NewApiKey({ onCreate, onClose }: NewApiKeyProps): ReactNode {
  const messages = useMessages()
  const { apiKeys, editor } = messages
  const form = useId()
  const [name, setName] = useState('')
  const [life, setLife] = useState<(typeof lives)[number]>('90')
  const [kind, setKind] = useState<'part' | 'all'>('part')
  const [draft, setDraft] = useState<ScopeDraft>({})
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const problemOf = (field: string): string | undefined => explainField(error, field, messages)
  const isPlaced = ['name', 'expires', 'scopes'].some((field) => problemOf(field) !== undefined)
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    const scopes = kind === 'all' ? '*' : toScopes(draft)
    const end = life === '0' ? {} : { expires: new Date(Date.now() + Number(life) * DAY) }
    try {
      await onCreate({ name: name.trim(), scopes, ...end })
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={apiKeys.add}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{editor.cancel}</Button>
          <Button type="submit" form={form} look="primary" busy={isBusy}>
            {apiKeys.create}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void create(event)} className="flex flex-col gap-5">
        {error !== undefined && !isPlaced && <Notice kind="danger">{explain(error, messages)}</Notice>}
        <TextInput
          label={apiKeys.name}
          hint={apiKeys.nameHelp}
          problem={problemOf('name')}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field label={apiKeys.expires} help={apiKeys.livesHelp} problem={problemOf('expires')}>
          {(control) => (
            <Select
              {...control}
              value={life}
              options={lives.map((days) => [days, apiKeys.lives[days]] as const)}
              onPick={setLife}
            />
          )}
        </Field>
        <fieldset className="flex min-w-0 flex-col items-start gap-2.5">
          <legend className="mb-1.5 text-sm font-medium">{apiKeys.allows}</legend>
          <Segmented
            label={apiKeys.allows}
            value={kind}
            options={[
              ['part', apiKeys.scopes.part],
              ['all', apiKeys.scopes.all],
            ]}
            onPick={setKind}
          />
          {kind === 'all' ? (
            <p className="text-xs text-pretty text-text-3">{problemOf('scopes') ?? apiKeys.scopeAllHelp}</p>
          ) : (
            <div className="w-full">
              <ScopePicker draft={draft} problem={problemOf('scopes')} onChange={setDraft} />
            </div>
          )}
        </fieldset>
      </form>
    </Dialog>
  )
}
