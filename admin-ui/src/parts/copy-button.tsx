import { clsx } from 'clsx'
import { Check, Copy } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useMessages } from '../language.ts'
import { IconButton } from './button.tsx'

/** How long the tick stays, in milliseconds. */
const TICK_MS = 1500

/** Copies a text and says so. Outside https and localhost browsers have no clipboard: then it is not shown. */
export function CopyButton({
  text,
  label,
  className = 'size-7',
}: {
  text: string
  label?: string
  className?: string
}): ReactNode {
  const { common } = useMessages()
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), TICK_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  if (!('clipboard' in navigator)) return null
  const copy = (): void => {
    // A refused permission leaves the icon as it was.
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  const Icon = isCopied ? Check : Copy
  return (
    <>
      <IconButton label={label ?? common.copy} onClick={copy} className={clsx(className, 'text-text-3')}>
        <Icon size={14} strokeWidth={1.75} aria-hidden className={isCopied ? 'text-ok' : undefined} />
      </IconButton>
      <output className="sr-only">{isCopied ? common.copied : ''}</output>
    </>
  )
}
