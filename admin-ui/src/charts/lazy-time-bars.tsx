import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react'
import type { TimeBars } from './time-bars.tsx'

const Bars = lazy(async () => ({ default: (await import('./time-bars.tsx')).TimeBars }))

/** `TimeBars`, which keeps its place while it is on its way. */
export function LazyTimeBars(props: ComponentProps<typeof TimeBars>): ReactNode {
  return (
    <div style={{ height: props.height }}>
      <Suspense>
        <Bars {...props} />
      </Suspense>
    </div>
  )
}
