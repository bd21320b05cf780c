import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { CodeLine } from '../parts/code-line.tsx'
import { Dialog } from '../parts/dialog.tsx'

/** A secret that was made just now; nobody sees it after this. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }): ReactNode {
  const { webhooks } = useMessages()
  return (
    <Dialog
      title={webhooks.secretTitle}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {webhooks.secretDone}
        </Button>
      }
    >
      <div className="flex flex-col gap-4 text-sm text-pretty text-text-2">
        <p>{webhooks.secretLead}</p>
        <CodeLine code={secret} />
        <p className="text-xs text-text-3">{webhooks.verify}</p>
      </div>
    </Dialog>
  )
}
