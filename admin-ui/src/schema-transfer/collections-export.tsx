import type { CollectionJson } from '@dapur/sdk'
import { Copy, Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { saveFile } from '../operations/save-file.ts'
import { Button } from '../parts/button.tsx'
import { tell } from '../record/notes.ts'

/** All collections as JSON, to be kept or brought to another server. */
export function CollectionsExport({ collections }: { collections: readonly CollectionJson[] }): ReactNode {
  const { editor, settings } = useMessages()
  const { transfer } = settings
  const text = (): string => `${JSON.stringify(collections, null, 2)}\n`
  const copy = (): void => {
    const fail = (): void => tell({ text: editor.cannotCopy, kind: 'wrong' })
    // Over http there is no clipboard, except on this machine.
    if (!('clipboard' in navigator)) return fail()
    void navigator.clipboard.writeText(text()).then(() => tell({ text: editor.copied, kind: 'done' }), fail)
  }
  return (
    <section aria-labelledby="collections-export" className="flex flex-col gap-3">
      <h2 id="collections-export" className="text-sm font-semibold">
        {transfer.export}
      </h2>
      <p className="text-sm text-pretty text-text-2">{transfer.exportLead(collections.length)}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => saveFile('collections.json', 'application/json', text())}>
          <Download size={15} strokeWidth={1.75} aria-hidden />
          {transfer.download}
        </Button>
        <Button onClick={copy}>
          <Copy size={15} strokeWidth={1.75} aria-hidden />
          {transfer.copy}
        </Button>
      </div>
    </section>
  )
}
