import type { ReactNode } from 'react'

/** The mark: a pot with one wisp of steam that forms a D. Drawn in the colour of its text. */
export function Mark({ size = 20, stroke = 1.75 }: { size?: number; stroke?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={stroke}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M2.5 13.25h19" />
      <path d="M4.75 13.25v3.5A4.25 4.25 0 0 0 9 21h6a4.25 4.25 0 0 0 4.25-4.25v-3.5" />
      <path d="M9 10.5c-.9-1.35.6-2.6.35-4.25C9.15 4.9 8.3 3.9 8 2.5c5-.75 8.75 1 8.75 4.15 0 2.4-2.1 4-4.75 3.85" />
    </svg>
  )
}
