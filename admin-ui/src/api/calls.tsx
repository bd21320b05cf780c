import { useQuery } from '@tanstack/react-query'
import { CircleHelp, Unplug } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { dapur } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { operationsOf } from '../reference/api-document.ts'
import { documentQuery } from '../reference/document-query.ts'
import { inWords } from '../reference/in-words.ts'
import { MethodChip } from '../reference/method-chip.tsx'
import { OperationCode } from '../reference/operation-code.tsx'
import { TryPanel } from '../reference/try-panel.tsx'

interface CallsProps {
  collection: string
  /** The open operation. */
  op: string | undefined
  /** Of whom the calls are made; undefined for a guest. */
  token: string | undefined
  onOpen: (op: string) => void
}

/** Each call of a collection: as code with its own fields, and to be tried. */
export function Calls({ collection, op, token, onOpen }: CallsProps): ReactNode {
  const messages = useMessages()
  const { api, reference, said } = messages
  const { data, error } = useQuery(documentQuery(dapur.auth.session?.token))
  const operations = useMemo(
    () =>
      (data ? operationsOf(data) : [])
        .filter(({ tag }) => tag === collection)
        .map((each) => inWords(each, said)),
    [data, collection, said],
  )
  const operation = operations.find(({ id }) => id === op) ?? operations[0]
  if (error) return <EmptyState icon={Unplug} title={reference.title} lead={explain(error, messages)} />
  if (!data) return null
  if (!operation) return <EmptyState icon={CircleHelp} title={collection} lead={reference.unknown} />
  const { schemas } = data.components
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 px-4 pt-5 pb-16 sm:px-6 min-[80rem]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-6">
        <h2 className="sr-only">{api.calls}</h2>
        <Field label={api.call}>
          {(control) => (
            <Select
              {...control}
              value={operation.id}
              options={operations.map(({ id, summary }) => [id, summary] as const)}
              onPick={onOpen}
            />
          )}
        </Field>
        <div className="flex min-w-0 items-center gap-2">
          <MethodChip method={operation.method} />
          <code className="min-w-0 font-mono text-xs break-all text-text-2">{operation.path}</code>
          <CopyButton text={operation.path} />
        </div>
        <OperationCode operation={operation} schemas={schemas} />
      </div>
      <TryPanel key={operation.id} operation={operation} schemas={schemas} token={token} />
    </div>
  )
}
