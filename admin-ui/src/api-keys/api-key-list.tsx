import { type ApiKeyJson, apiKeysOf } from '@dapur/sdk/auth'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { dapur } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { tell } from '../record/notes.ts'
import { Question } from '../record/question.tsx'
import { ApiKeyLine } from './api-key-line.tsx'
import { MadeKey } from './made-key.tsx'
import { NewApiKey } from './new-api-key.tsx'

/** What is open above the list; `made` has the key, which is nowhere else. */
type Open =
  | { readonly what: 'new' }
  | { readonly what: 'made'; readonly code: string }
  | { readonly what: 'revoke'; readonly key: ApiKeyJson }

/** The keys of one account: made, shown once, revoked. */
export function ApiKeyList({ collection, record }: { collection: string; record: string }): ReactNode {
  const messages = useMessages()
  const { apiKeys } = messages
  const queries = useQueryClient()
  const calls = apiKeysOf(dapur, collection)
  const queryKey = ['api-keys', collection, record]
  const { data, error } = useQuery({ queryKey, queryFn: ({ signal }) => calls.list({ record, signal }) })
  const [open, setOpen] = useState<Open>()
  const [isBusy, setBusy] = useState(false)
  const close = (): void => setOpen(undefined)
  const revoke = async (id: string): Promise<void> => {
    setBusy(true)
    try {
      await calls.revoke(id, { record })
      tell({ text: apiKeys.revoked, kind: 'done' })
    } catch (refusal) {
      tell({ text: explain(refusal, messages), kind: 'wrong' })
    }
    await queries.invalidateQueries({ queryKey })
    setBusy(false)
    close()
  }
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold">{apiKeys.title}</h2>
        <Button look="primary" onClick={() => setOpen({ what: 'new' })}>
          <Plus size={15} strokeWidth={1.75} aria-hidden />
          {apiKeys.add}
        </Button>
      </div>
      {error && <Notice kind="danger">{explain(error, messages)}</Notice>}
      {data?.length === 0 && <p className="text-sm text-text-3">{apiKeys.none}</p>}
      {data !== undefined && data.length > 0 && (
        <ul>
          {data.map((key) => (
            <ApiKeyLine key={key.id} item={key} onRevoke={() => setOpen({ what: 'revoke', key })} />
          ))}
        </ul>
      )}
      {open?.what === 'new' && (
        <NewApiKey
          onClose={close}
          onCreate={async (wish) => {
            const { key } = await calls.create(wish, { record })
            void queries.invalidateQueries({ queryKey })
            setOpen({ what: 'made', code: key })
          }}
        />
      )}
      {open?.what === 'made' && <MadeKey code={open.code} onClose={close} />}
      {open?.what === 'revoke' && (
        <Question
          title={apiKeys.revokeTitle(open.key.name)}
          confirm={apiKeys.revoke}
          isDanger
          busy={isBusy}
          onConfirm={() => void revoke(open.key.id)}
          onCancel={close}
        >
          {apiKeys.revokeLead}
        </Question>
      )}
    </section>
  )
}
