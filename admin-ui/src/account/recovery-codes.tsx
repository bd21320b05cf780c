import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { ShownOnce } from '../parts/shown-once.tsx'

interface RecoveryCodesProps {
  codes: readonly string[]
  onClose: () => void
}

/** The recovery codes of a new app. The server keeps hashes only, so they are seen here or never. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps): ReactNode {
  const { mine } = useMessages()
  return (
    <ShownOnce title={mine.recoveryTitle} lead={mine.recoveryLead} done={mine.kept} onClose={onClose}>
      <div className="relative rounded-control border border-line bg-surface-0 p-3">
        <ul className="grid gap-x-6 gap-y-1.5 font-mono text-sm text-text-1 sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="absolute top-1.5 right-1.5">
          <CopyButton text={codes.join('\n')} />
        </div>
      </div>
    </ShownOnce>
  )
}
