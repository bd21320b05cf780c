import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

interface TooltipProps {
  words: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** What it is about: one element that can have the focus. */
  children: ReactNode
}

/** A few words that come up beside what is pointed at or focused. */
export function Tooltip({ words, side = 'top', children }: TooltipProps): ReactNode {
  return (
    <Radix.Provider delayDuration={300} skipDelayDuration={100}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-30 max-w-70 rounded-control bg-text-1 px-2.5 py-1.5 text-xs text-surface-1"
        >
          {words}
        </Radix.Content>
      </Radix.Root>
    </Radix.Provider>
  )
}
