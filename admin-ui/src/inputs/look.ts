import { clsx } from 'clsx'

/** What all controls of a form look like. */
export function controlLook(isWrong: boolean, ...more: string[]): string {
  return clsx(
    'w-full min-w-0 rounded-control border bg-surface-1 px-2.5 text-sm text-text-1 transition-colors duration-100',
    'focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0',
    isWrong ? 'border-danger' : 'border-line-control',
    more,
  )
}
