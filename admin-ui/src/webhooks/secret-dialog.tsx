import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { CodeLine } from '../parts/code-line.tsx'
import { ShownOnce } from '../parts/shown-once.tsx'

/** A secret that was made just now. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }): ReactNode {
  const { webhooks: words } = useMessages()
  return (
    <ShownOnce title={words.secretTitle} lead={words.secretLead} done={words.secretDone} onClose={onClose}>
      <CodeLine code={secret} />
      <p className="text-xs text-text-3">{words.verify}</p>
    </ShownOnce>
  )
}
