import type { CollectionJson } from '@dapur/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { schemaToolsOf } from '@dapur/sdk/admin'
import { Copy, Ellipsis, Eraser, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { dapur } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import type { Messages } from '../messages/en.ts'
import { IconButton } from '../parts/button.tsx'
import { Menu } from '../parts/menu.tsx'
import { tell } from '../record/notes.ts'
import { Question } from '../record/question.tsx'

/** What can be done with a stored collection as a whole. What destroys is typed to confirm. */
export function CollectionMenu({ collection: stored }: { collection: CollectionJson }): ReactNode {
  const messages = useMessages()
  const { collection } = messages
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [asks, setAsks] = useState<'delete' | 'truncate'>()
  const [isBusy, setBusy] = useState(false)
  const attempt = async (deed: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await deed()
    } catch (error) {
      tell({ text: explain(error, messages), kind: 'wrong' })
    } finally {
      setBusy(false)
      setAsks(undefined)
    }
  }
  const destroy = async (): Promise<void> => {
    await dapur.collections.delete(stored.id)
    tell({ text: collection.isDeleted(stored.name), kind: 'done' })
    // Away first: the page of a collection that is gone would only say so.
    await navigate({ to: '/', ignoreBlocker: true })
    await queries.invalidateQueries({ queryKey: ['collections'] })
  }
  const truncate = async (): Promise<void> => {
    await schemaToolsOf(dapur).truncate(stored.id)
    tell({ text: collection.isTruncated(stored.name), kind: 'done' })
    await queries.invalidateQueries({ queryKey: ['records', stored.name] })
  }
  return (
    <>
      <Menu
        groups={[
          [
            {
              words: collection.copyJson,
              icon: Copy,
              onSelect: () => copyJson(stored, messages),
            },
          ],
          [
            {
              words: collection.truncate,
              icon: Eraser,
              isDanger: true,
              isDisabled: stored.type === 'view',
              onSelect: () => setAsks('truncate'),
            },
            {
              words: collection.delete,
              icon: Trash2,
              isDanger: true,
              isDisabled: stored.system,
              onSelect: () => setAsks('delete'),
            },
          ],
        ]}
      >
        <IconButton label={messages.editor.more}>
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </Menu>
      {asks && (
        <Question
          title={
            asks === 'delete' ? collection.deleteTitle(stored.name) : collection.truncateTitle(stored.name)
          }
          confirm={asks === 'delete' ? collection.delete : collection.truncate}
          isDanger
          typed={stored.name}
          busy={isBusy}
          onConfirm={() => void attempt(asks === 'delete' ? destroy : truncate)}
          onCancel={() => setAsks(undefined)}
        >
          {asks === 'delete' ? collection.deleteLead : collection.truncateLead}
        </Question>
      )}
    </>
  )
}

function copyJson(stored: CollectionJson, { common, editor }: Messages): void {
  void navigator.clipboard.writeText(JSON.stringify(stored, undefined, 2)).then(
    () => tell({ text: common.copied, kind: 'done' }),
    () => tell({ text: editor.cannotCopy, kind: 'wrong' }),
  )
}
