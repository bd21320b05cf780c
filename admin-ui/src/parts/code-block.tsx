import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

/** Several lines of code, to be read and copied. */
export function CodeBlock({ code, label }: { code: string; label: string }): ReactNode {
  return (
    <div className="relative min-w-0 rounded-control border border-line bg-surface-0">
      <section
        aria-label={label}
        // Long lines scroll, and a scroller has to be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="max-h-120 overflow-auto rounded-control"
      >
        <pre className="py-3 pr-11 pl-3.5 font-mono text-xs leading-5 text-text-1">
          <code>{code}</code>
        </pre>
      </section>
      <div className="absolute top-1.5 right-1.5 rounded-control bg-surface-0">
        <CopyButton text={code} />
      </div>
    </div>
  )
}
