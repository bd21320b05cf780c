import { clsx } from 'clsx'
import type { LucideIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

/** One line of a menu. */
export interface MenuItem {
  words: string
  icon?: LucideIcon | undefined
  isDanger?: boolean
  isDisabled?: boolean
  onSelect: () => void
}

interface MenuProps {
  /** The button that opens it. */
  children: ReactNode
  /** Groups, with a line between them. */
  groups: readonly (readonly MenuItem[])[]
  align?: 'start' | 'end'
}

/** Actions that unfold under a button. */
export function Menu({ children, groups, align = 'end' }: MenuProps): ReactNode {
  return (
    // Not modal: a modal menu locks the scrolling by an inline style sheet, which the server's policy refuses.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="z-20 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-sheet border border-line bg-surface-1 p-1.5 shadow-float"
      >
        {groups.map((items, index) => (
          // Groups have no name, and their order does not change.
          <DropdownMenu.Group key={index}>
            {index > 0 && <DropdownMenu.Separator className="-mx-1.5 my-1.5 h-px bg-line" />}
            {items.map((item) => (
              <Line key={item.words} item={item} />
            ))}
          </DropdownMenu.Group>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

function Line({ item }: { item: MenuItem }): ReactNode {
  const { words, icon: Icon, isDanger = false, isDisabled = false, onSelect } = item
  return (
    <DropdownMenu.Item
      disabled={isDisabled}
      onSelect={onSelect}
      className={clsx(
        'flex h-8 items-center gap-2.5 rounded-control px-2 text-sm outline-none select-none',
        'data-disabled:opacity-50 data-highlighted:bg-surface-2',
        isDanger ? 'text-danger' : 'text-text-1',
      )}
    >
      {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden className={isDanger ? '' : 'text-text-3'} />}
      {words}
    </DropdownMenu.Item>
  )
}
