import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

interface TableProps {
  label: string
  /** The words of each head; one without words is for buttons. */
  heads: readonly { words: string; isRight?: boolean; className?: string }[]
  children: ReactNode
}

/** A plain table of at most some hundred rows; it scrolls sideways where it is too wide. */
export function Table({ label, heads, children }: TableProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section aria-label={label} tabIndex={0} className="min-w-0 overflow-x-auto">
      <table className="w-full border-collapse text-sm tabular-nums">
        <thead>
          <tr className="border-b border-line">
            {heads.map(({ words, isRight = false, className }, index) => (
              <th
                // A head may be without words.
                key={index}
                scope="col"
                className={clsx(
                  'h-8 px-3 text-xs font-medium whitespace-nowrap text-text-3 first:pl-0 last:pr-0',
                  isRight ? 'text-right' : 'text-left',
                  className,
                )}
              >
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

/** One row; its cells are `TableCell`s. */
export function TableRow({ className, ...rest }: ComponentProps<'tr'>): ReactNode {
  return <tr {...rest} className={clsx('h-9 border-b border-line last:border-0', className)} />
}

/** One cell of a row. */
export function TableCell({
  isRight = false,
  className,
  ...rest
}: ComponentProps<'td'> & { isRight?: boolean }): ReactNode {
  return (
    <td {...rest} className={clsx('px-3 py-1.5 first:pl-0 last:pr-0', isRight && 'text-right', className)} />
  )
}
