import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { controlLook } from '../inputs/look.ts'

type SelectProps<T extends string> = Omit<ComponentProps<'select'>, 'value' | 'onChange'> & {
  value: T
  /** Each value with its words, in order. */
  options: readonly (readonly [value: T, words: string])[]
  onPick: (value: T) => void
}

/** One of a list. The browser's own: it knows every keyboard and every phone. */
export function Select<T extends string>({
  value,
  options,
  onPick,
  className,
  ...rest
}: SelectProps<T>): ReactNode {
  return (
    <span className={clsx('relative block', className)}>
      <select
        value={value}
        onChange={(event) => {
          const found = options.find(([known]) => known === event.target.value)
          if (found) onPick(found[0])
        }}
        {...rest}
        className={controlLook(rest['aria-invalid'] === true, 'h-8.5 cursor-pointer appearance-none pr-8')}
      >
        {options.map(([known, words]) => (
          <option key={known} value={known}>
            {words}
          </option>
        ))}
      </select>
      <ChevronDown
        size={14}
        strokeWidth={1.75}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-text-3"
      />
    </span>
  )
}
