import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { Braces, CopyPlus, Ellipsis, Terminal, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { dapur } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { useRecordsNavigate } from './use-records-navigate.ts'
import { IconButton } from '../parts/button.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { asCurl, asSdk } from './as-code.ts'
import { copyText } from './copy-text.ts'
import { Question } from './question.tsx'
import { useDelete } from './use-delete.ts'

interface RecordMenuProps {
  collection: CollectionJson
  record: RecordJson | undefined
  /** What would be sent if it were saved now. */
  body: Record<string, unknown>
  isDirty: boolean
  onGone: () => void
}

/** What can be done with a record besides changing it. */
export function RecordMenu({ collection, record, body, isDirty, onGone }: RecordMenuProps): ReactNode {
  const { editor } = useMessages()
  const go = useRecordsNavigate()
  const [isAsked, setAsked] = useState(false)
  const { canUndo, remove } = useDelete(collection)
  const call = {
    server: dapur.url,
    collection: collection.name,
    id: record?.id,
    body: isDirty || !record ? body : undefined,
  }
  const erase = async (): Promise<void> => {
    if (!record) return
    setAsked(false)
    const gone = await remove([record])
    if (gone.length > 0) onGone()
  }
  const copies: MenuItem[] = [
    { words: editor.copyCurl, icon: Terminal, onSelect: () => void copyText(asCurl(call), editor) },
    { words: editor.copySdk, icon: Braces, onSelect: () => void copyText(asSdk(call), editor) },
  ]
  const deeds: MenuItem[] =
    record && collection.type !== 'view'
      ? [
          {
            words: editor.duplicate,
            icon: CopyPlus,
            onSelect: () => go({ record: undefined, new: 'yes', copy: record.id, tab: undefined }),
          },
          {
            words: editor.delete,
            icon: Trash2,
            isDanger: true,
            onSelect: () => (canUndo([record]) ? void erase() : setAsked(true)),
          },
        ]
      : []
  const groups = deeds.length > 0 ? [copies, deeds] : [copies]
  return (
    <>
      <Menu groups={groups}>
        <IconButton label={editor.more}>
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </Menu>
      {isAsked && (
        <Question
          title={editor.deleteTitle(1)}
          confirm={editor.delete}
          isDanger
          onConfirm={() => void erase()}
          onCancel={() => setAsked(false)}
        >
          {editor.deleteLead}
        </Question>
      )}
    </>
  )
}
