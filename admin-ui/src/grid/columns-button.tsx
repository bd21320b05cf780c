import { Columns3 } from 'lucide-react'
import { Popover } from 'radix-ui'
import { lazy, type ReactNode, Suspense } from 'react'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import type { ColumnListProps } from './column-list.tsx'

const ColumnList = lazy(async () => ({ default: (await import('./column-list.tsx')).ColumnList }))

/** Opens the list of columns. */
export function ColumnsButton(props: ColumnListProps): ReactNode {
  const { grid } = useMessages()
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton label={grid.columns}>
          <Columns3 size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </Popover.Trigger>
      <Popover.Content
        align="end"
        sideOffset={4}
        collisionPadding={8}
        aria-label={grid.columns}
        className="z-20 w-64 rounded-sheet border border-line bg-surface-1 p-2 shadow-float outline-none"
      >
        <Suspense fallback={<div className="h-40" />}>
          <ColumnList {...props} />
        </Suspense>
      </Popover.Content>
    </Popover.Root>
  )
}
