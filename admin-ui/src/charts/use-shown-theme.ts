import { useSyncExternalStore } from 'react'

/** The theme that is on the page now, for what is drawn and not styled. */
export function useShownTheme(): string {
  return useSyncExternalStore(watch, () => document.documentElement.dataset['theme'] ?? 'light')
}

function watch(tell: () => void): () => void {
  const observer = new MutationObserver(tell)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
