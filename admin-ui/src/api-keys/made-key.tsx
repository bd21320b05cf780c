import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { CodeLine } from '../parts/code-line.tsx'
import { Dialog } from '../parts/dialog.tsx'

/** A key that was made just now; nobody sees it after this. */
export function MadeKey({ code, onClose }: { code: string; onClose: () => void }): ReactNode {
  const { apiKeys } = useMessages()
  return (
    <Dialog
      title={apiKeys.madeTitle}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {apiKeys.stored}
        </Button>
      }
    >
      <div className="flex flex-col gap-4 text-sm text-pretty text-text-2">
        <p>{apiKeys.madeLead}</p>
        <CodeLine code={code} />
        <p className="text-xs text-text-3">{apiKeys.use}</p>
      </div>
    </Dialog>
  )
}
