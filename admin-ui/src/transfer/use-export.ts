import type { CollectionJson } from '@dapur/sdk'
import { useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import type { MenuItem } from '../parts/menu.tsx'
import { tell } from '../record/notes.ts'
import { downloadExport, exportFormats } from './download-export.ts'

interface Exported {
  filter?: string | undefined
  sort?: string | undefined
  ids?: readonly string[]
}

/** The lines of a menu that save records as a file, one a format. */
export function useExport(
  collection: CollectionJson,
  what: Exported,
): { items: MenuItem[]; isBusy: boolean } {
  const messages = useMessages()
  const [isBusy, setBusy] = useState(false)
  const save = async (format: (typeof exportFormats)[number]): Promise<void> => {
    setBusy(true)
    try {
      await downloadExport({ collection, format, ...what })
    } catch (error) {
      tell({ text: explain(error, messages), kind: 'wrong' })
    } finally {
      setBusy(false)
    }
  }
  const items = exportFormats.map((format) => ({
    words: messages.grid.exportAs(format.toUpperCase()),
    onSelect: () => void save(format),
  }))
  return { items, isBusy }
}
