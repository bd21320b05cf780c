import { type RefObject, useEffect, useRef } from 'react'

/**
 * A row that may be wider than the screen (its class is `strip`): the current one of its links or tabs is brought to
 * sight, and the edges behind which there is more fade out.
 *
 * @param current changes with the current one
 * @example const row = useStrip<HTMLElement>(section); return <nav ref={row} className="strip">…</nav>
 */
export function useStrip<T extends HTMLElement>(current: string): RefObject<T | null> {
  const row = useRef<T>(null)
  useEffect(() => {
    const strip = row.current
    if (!strip || current === '') return
    const mark = (): void => {
      const before = strip.scrollLeft > 1 ? 'before' : ''
      const after = strip.scrollLeft + strip.clientWidth < strip.scrollWidth - 1 ? 'after' : ''
      strip.dataset['more'] = `${before} ${after}`.trim()
    }
    // When it begins to be watched, too; later when a phone is turned.
    const sizes = new ResizeObserver(() => {
      const here = strip.querySelector('[aria-current="page"], [aria-selected="true"]')
      here?.scrollIntoView({ inline: 'center', block: 'nearest' })
      mark()
    })
    sizes.observe(strip)
    strip.addEventListener('scroll', mark, { passive: true })
    return () => {
      sizes.disconnect()
      strip.removeEventListener('scroll', mark)
    }
  }, [current])
  return row
}
