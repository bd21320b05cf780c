import { clsx } from 'clsx'
import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useStrip } from './use-strip.ts'

interface TabsProps<T extends string> {
  label: string
  /** The words on each tab, in order. */
  tabs: Readonly<Partial<Record<T, string>>>
  current: T
  onChoose: (tab: T) => void
  /** Over a whole page, as wide as its gutter? */
  isPage?: boolean
  children: ReactNode
}

/** Tabs over one scrolling panel; the arrows go from tab to tab. */
export function Tabs<T extends string>({
  label,
  tabs,
  current,
  onChoose,
  isPage = false,
  children,
}: TabsProps<T>): ReactNode {
  const names = Object.keys(tabs).filter((name): name is T => Object.hasOwn(tabs, name))
  const choose = (value: string): void => {
    const known = names.find((name) => name === value)
    if (known !== undefined) onChoose(known)
  }
  const row = useStrip<HTMLDivElement>(current)
  return (
    <Radix.Root value={current} onValueChange={choose} className="flex min-h-0 grow flex-col">
      <Radix.List
        ref={row}
        aria-label={label}
        className={clsx('strip flex shrink-0 gap-5 overflow-x-auto', isPage ? 'px-4 sm:px-6' : 'px-5')}
      >
        {names.map((name) => (
          <Radix.Trigger
            key={name}
            value={name}
            className="h-10 shrink-0 border-b-2 border-transparent text-sm text-text-2 hover:text-text-1 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text-1"
          >
            {tabs[name]}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content
        value={current}
        className="min-h-0 grow overflow-y-auto border-t border-line focus-visible:-outline-offset-2"
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}
