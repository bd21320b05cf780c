import { type CollectionJson, filter, type RecordJson } from '@dapur/sdk'
import { Download, Trash2, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { dapur } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Menu } from '../parts/menu.tsx'
import { tell } from '../record/notes.ts'
import { Question } from '../record/question.tsx'
import { useDelete } from '../record/use-delete.ts'
import { useExport } from '../transfer/use-export.ts'
import type { Selection } from './selection.ts'

interface BulkBarProps {
  collection: CollectionJson
  selection: Selection
}

/** From so many on, deleting is asked first even where it can be undone. */
const MANY = 100

/** What can be done with the selected records, at the foot of the grid. */
export function BulkBar({ collection, selection }: BulkBarProps): ReactNode {
  const messages = useMessages()
  const { grid, editor } = messages
  const ids = [...selection.ids]
  const exporting = useExport(collection, { ids })
  const { canUndo, remove } = useDelete(collection)
  const [asked, setAsked] = useState<readonly RecordJson[]>()
  const [done, setDone] = useState<number>()
  const erase = async (records: readonly RecordJson[]): Promise<void> => {
    setAsked(undefined)
    setDone(0)
    selection.setAll(await remove(records, setDone), false)
    setDone(undefined)
  }
  const begin = async (): Promise<void> => {
    try {
      const records = await recordsOf(collection, ids)
      if (records.length < MANY && canUndo(records)) await erase(records)
      else setAsked(records)
    } catch (error) {
      tell({ text: explain(error, messages), kind: 'wrong' })
    }
  }
  return (
    <section
      aria-label={grid.selected(ids.length)}
      className="flex h-13 shrink-0 items-center gap-2 border-t border-line bg-surface-0 px-4 sm:px-6"
    >
      <span className="mr-auto text-sm font-medium tabular-nums" aria-live="polite">
        {done === undefined ? grid.selected(ids.length) : grid.deleting(done, ids.length)}
      </span>
      <Menu groups={[exporting.items]}>
        <Button busy={exporting.isBusy}>
          <Download size={14} strokeWidth={1.75} aria-hidden className="text-text-3" />
          {grid.export}
        </Button>
      </Menu>
      {collection.type !== 'view' && (
        <Button busy={done !== undefined} onClick={() => void begin()}>
          <Trash2 size={14} strokeWidth={1.75} aria-hidden className="text-danger" />
          {editor.delete}
        </Button>
      )}
      <IconButton label={grid.clearSelection} onClick={selection.clear} className="-mr-2">
        <X size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      {asked && (
        <Question
          title={editor.deleteTitle(asked.length)}
          confirm={editor.delete}
          isDanger
          {...(asked.length > 1 && { typed: collection.name })}
          onConfirm={() => void erase(asked)}
          onCancel={() => setAsked(undefined)}
        >
          {canUndo(asked) ? grid.deleteMany : editor.deleteLead}
        </Question>
      )}
    </section>
  )
}

/** So many ids fit into one filter (contract data.md §5.2). */
const AT_ONCE = 100

/** The selected records as they are now; not all of them are loaded. */
async function recordsOf(collection: CollectionJson, ids: readonly string[]): Promise<RecordJson[]> {
  const records: RecordJson[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE)
    const { items } = await dapur.collection(collection.name).list({
      perPage: AT_ONCE,
      skipTotal: true,
      filter: some.map((id) => filter`id = ${id}`).join(' || '),
    })
    records.push(...items)
  }
  return records
}
