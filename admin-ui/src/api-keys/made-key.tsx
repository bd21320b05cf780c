import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { CodeLine } from '../parts/code-line.tsx'
import { ShownOnce } from '../parts/shown-once.tsx'

/** A key that was made just now. */
export function MadeKey({ code, onClose }: { code: string; onClose: () => void }): ReactNode {
  const { apiKeys } = useMessages()
  return (
    <ShownOnce title={apiKeys.madeTitle} lead={apiKeys.madeLead} done={apiKeys.stored} onClose={onClose}>
      <CodeLine code={code} />
      <p className="text-xs text-text-3">{apiKeys.use}</p>
    </ShownOnce>
  )
}
