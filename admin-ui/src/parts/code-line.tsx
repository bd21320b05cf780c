import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

/** A line of code or a command, to be copied. */
export function CodeLine({ code }: { code: string }): ReactNode {
  return (
    <div className="flex max-w-full items-center gap-1 rounded-control border border-line bg-surface-0 py-1 pr-1 pl-3">
      {/* Long lines scroll, and a scroller has to be reachable by keyboard. */}
      <code
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="min-w-0 grow overflow-x-auto py-1 text-left font-mono text-xs whitespace-nowrap text-text-1"
      >
        {code}
      </code>
      <CopyButton text={code} />
    </div>
  )
}
