import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'

interface SegmentedProps<T extends string> {
  label: string
  value: T
  /** Each value with its words, in order. */
  options: readonly (readonly [value: T, words: ReactNode])[]
  onPick: (value: T) => void
}

/** One of two to five values, all of them in sight; the arrows go from one to the next. */
export function Segmented<T extends string>({ label, value, options, onPick }: SegmentedProps<T>): ReactNode {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        // '' when the chosen one is pressed again: it stays.
        const found = options.find(([known]) => known === next)
        if (found) onPick(found[0])
      }}
      className="inline-flex max-w-full items-center gap-0.5 rounded-control bg-surface-2 p-0.5"
    >
      {options.map(([known, words]) => (
        <ToggleGroup.Item
          key={known}
          value={known}
          className="inline-flex h-7.5 min-w-0 items-center gap-1.5 rounded-[5px] px-2.5 text-sm whitespace-nowrap text-text-2 transition-colors duration-100 hover:text-text-1 data-[state=on]:bg-surface-1 data-[state=on]:font-medium data-[state=on]:text-text-1 data-[state=on]:shadow-[0_0_0_1px_var(--line)]"
        >
          {words}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
