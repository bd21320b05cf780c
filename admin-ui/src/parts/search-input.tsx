import { Search } from 'lucide-react'
import type { ReactNode } from 'react'

interface SearchInputProps {
  /** What is searched, for whoever sees it and for whoever does not. */
  label: string
  value: string
  onType: (value: string) => void
}

/** A field that narrows the list below it while one types. */
export function SearchInput({ label, value, onType }: SearchInputProps): ReactNode {
  return (
    <>
      <Search
        size={14}
        strokeWidth={1.75}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3"
      />
      <input
        type="search"
        value={value}
        onChange={(event) => onType(event.target.value)}
        aria-label={label}
        placeholder={label}
        className="h-8.5 w-full rounded-control bg-surface-2 pr-2 pl-8 text-sm placeholder:text-text-3"
      />
    </>
  )
}
