import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { useMessages } from '../language.ts'
import { NARROWEST } from '../parts/columns.ts'

interface ResizeHandleProps {
  name: string
  /** Pixels, at least. */
  width: number
  onWidth: (width: number) => void
  /** Back to the width that its values ask for. */
  onForget: () => void
}

/** How far a key moves the edge, in pixels. */
const STEP = 16
const WIDEST = 1200

/** The right edge of a head: pulled by the pointer, moved by arrows, reset by two clicks. */
export function ResizeHandle({ name, width: atLeast, onWidth, onForget }: ResizeHandleProps): ReactNode {
  const { grid } = useMessages()
  const handle = useRef<HTMLDivElement>(null)
  const start = useRef<{ x: number; width: number }>(null)
  const [isPulled, setPulled] = useState(false)
  const widthNow = (): number => handle.current?.parentElement?.offsetWidth ?? NARROWEST
  const set = (width: number): void => onWidth(Math.round(Math.min(WIDEST, Math.max(NARROWEST, width))))
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width: widthNow() }
    setPulled(true)
  }
  const pull = (event: PointerEvent): void => {
    if (start.current) set(start.current.width + event.clientX - start.current.x)
  }
  const end = (): void => {
    start.current = null
    setPulled(false)
  }
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key]
    if (step === undefined) return
    event.preventDefault()
    set(widthNow() + step)
  }
  return (
    <div
      ref={handle}
      // A line of text (hr) cannot be moved; a separator that can is a control of its own.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="separator"
      aria-orientation="vertical"
      aria-label={grid.resize(name)}
      aria-valuenow={atLeast}
      tabIndex={0}
      data-pulled={isPulled}
      className="grid-resize"
      onPointerDown={begin}
      onPointerMove={pull}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={onForget}
      onKeyDown={press}
    />
  )
}
