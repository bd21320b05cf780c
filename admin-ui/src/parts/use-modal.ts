import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * The browser's own modal dialog, open as long as its part is on the page: it keeps the focus inside and gives it back.
 *
 * @param options.takesFocus shall the dialog itself have the focus, rather than its first control?
 * @example const dialog = useModal({ takesFocus: true }); return <dialog ref={dialog}>…</dialog>
 */
export function useModal({ takesFocus }: { takesFocus: boolean }): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null)
  // Before the dialog leaves the page: one that is gone cannot give the focus back.
  useLayoutEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    // Else the first button would have it, with its ring.
    if (takesFocus) opened?.focus()
    return () => opened?.close()
  }, [takesFocus])
  return dialog
}
