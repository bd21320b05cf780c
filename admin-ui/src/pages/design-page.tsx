import type { ReactNode } from 'react'
import { DesignControls } from '../design/design-controls.tsx'
import { DesignFloating } from '../design/design-floating.tsx'
import { DesignTokens } from '../design/design-tokens.tsx'
import { DesignViews } from '../design/design-views.tsx'
import { Frame } from '../operations/frame.tsx'

/** All parts of the design system on one page, to be looked at in both themes. It is there in development only. */
export function DesignPage(): ReactNode {
  return (
    <Frame title="Design">
      <div className="flex min-h-0 grow flex-col gap-10 overflow-y-auto border-t border-line p-4 pb-16 sm:p-6">
        <DesignTokens />
        <DesignControls />
        <DesignFloating />
        <DesignViews />
      </div>
    </Frame>
  )
}
