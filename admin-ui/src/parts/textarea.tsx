import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { controlLook } from '../inputs/look.ts'

/** Several lines of text; grows with them where the browser can. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>): ReactNode {
  return (
    <textarea
      rows={rows}
      {...rest}
      className={controlLook(
        rest['aria-invalid'] === true,
        clsx('field-sizing-content max-h-120 min-h-17 resize-y py-1.5', className),
      )}
    />
  )
}
