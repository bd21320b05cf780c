import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong font-medium disabled:opacity-40',
  quiet: 'border border-line-control text-text-1 hover:bg-surface-2',
  danger: 'bg-danger text-surface-1 hover:opacity-90 font-medium disabled:opacity-40',
  plain: 'text-text-2 hover:bg-surface-2 hover:text-text-1',
}

type ButtonProps = ComponentProps<'button'> & { look?: keyof typeof looks; busy?: boolean }

/** A button with words on it. While `busy` it stays where it is and takes no clicks. */
export function Button({
  look = 'quiet',
  busy = false,
  className,
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-disabled={busy}
      className={clsx(
        'inline-flex h-8.5 items-center justify-center gap-2 rounded-control px-3 text-sm whitespace-nowrap',
        'transition-colors duration-100',
        looks[look],
        busy && 'pointer-events-none opacity-60',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  )
}

type IconButtonProps = ComponentProps<'button'> & { label: string }

/** A button with an icon only; `label` is what it says to those who cannot see it, and its tooltip. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={clsx(
        'inline-flex size-8.5 shrink-0 items-center justify-center rounded-control text-text-2',
        'transition-colors duration-100 hover:bg-surface-2 hover:text-text-1',
        'disabled:pointer-events-none disabled:opacity-40',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  )
}
