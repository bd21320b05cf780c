import { useEffect } from 'react'

/** Names the browser's tab after what is shown, so that several tabs can be told apart. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Dapur`
  }, [title])
}
