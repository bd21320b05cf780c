import { useQuery } from '@tanstack/react-query'
import { KeyRound, Pencil, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { toText } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { providersQuery } from './collection-queries.ts'
import { Group } from './group.tsx'
import type { Nested } from './nested.ts'
import { NestedSwitch } from './nested-inputs.tsx'
import { ProviderDialog } from './provider-dialog.tsx'
import { type ProviderDraft, providersIn } from './provider-draft.ts'
import type { CollectionForm } from './use-collection-draft.ts'
import type { ProblemOf } from './use-problems.ts'

interface OAuth2OptionsProps {
  at: Nested
  problemOf: ProblemOf
  form: CollectionForm
}

const mapped = ['id', 'name', 'username', 'avatarURL'] as const

/** Signing in by other services, and which fields their answers fill. */
export function OAuth2Options({ at, problemOf, form }: OAuth2OptionsProps): ReactNode {
  const { collection } = useMessages()
  const words = collection.auth
  const { data: known = [] } = useQuery(providersQuery)
  const [open, setOpen] = useState<number>()
  const providers = providersIn(at.get('oauth2.providers'))
  const write = (next: readonly ProviderDraft[]): void => at.set('oauth2.providers', next)
  const nameOf = (name: string): string => known.find((one) => one.name === name)?.displayName ?? name
  const fields = form.draft.fields.filter(({ type }) =>
    ['text', 'file', 'url', 'editor', 'email'].includes(type),
  )
  return (
    <Group title={words.oauth2} lead={words.oauth2Lead}>
      <NestedSwitch at={at} problemOf={problemOf} path="oauth2.enabled" label={words.enabled} />
      <ul className="flex flex-col gap-2 empty:hidden">
        {providers.map((provider, index) => (
          <li
            key={provider.name}
            className={`flex h-11 items-center gap-3 rounded-sheet border pr-1.5 pl-3 text-sm ${problemOf.has(`oauth2.providers.${index}`) ? 'border-danger' : 'border-line'}`}
          >
            <KeyRound size={15} strokeWidth={1.75} aria-hidden className="text-text-3" />
            <span className="font-medium">{nameOf(provider.name)}</span>
            <span className="min-w-0 grow truncate font-mono text-xs text-text-3">{provider.clientId}</span>
            <IconButton label={words.change(nameOf(provider.name))} onClick={() => setOpen(index)}>
              <Pencil size={14} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <IconButton
              label={collection.remove(nameOf(provider.name))}
              onClick={() => write(providers.filter((one) => one !== provider))}
            >
              <Trash2 size={15} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <Button className="self-start" onClick={() => setOpen(providers.length)}>
        <Plus size={15} strokeWidth={2} aria-hidden />
        {words.addProvider}
      </Button>
      {providers.length > 0 && (
        <div className="grid gap-4 sm:grid-cols-2">
          {mapped.map((key) => (
            <Field key={key} label={words.mapped[key]}>
              {(control) => (
                <Select<string>
                  {...control}
                  value={toText(at.get(`oauth2.mappedFields.${key}`) ?? '')}
                  options={[['', '–'], ...fields.map(({ name }) => [name, name] as const)]}
                  onPick={(field) => at.set(`oauth2.mappedFields.${key}`, field)}
                />
              )}
            </Field>
          ))}
        </div>
      )}
      {open !== undefined && (
        <ProviderDialog
          known={known.filter(
            ({ name }) => name === providers[open]?.name || providers.every((one) => one.name !== name),
          )}
          provider={providers[open]}
          problemOf={(key) => problemOf(`oauth2.providers.${open}.${key}`)}
          onKeep={(next) => {
            write([...providers.slice(0, open), next, ...providers.slice(open + 1)])
            setOpen(undefined)
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Group>
  )
}
