import type { ReactNode } from 'react'
import { setCount } from './cart.ts'

/** How many of a dish are in the cart. */
export function Stepper({ id, name, count }: { id: string; name: string; count: number }): ReactNode {
  return (
    <span className="stepper">
      <button className="round" onClick={() => setCount(id, count - 1)} aria-label={`One ${name} less`}>
        −
      </button>
      <output aria-label={`${name} in the cart`}>{count}</output>
      <button className="round" onClick={() => setCount(id, count + 1)} aria-label={`One ${name} more`}>
        +
      </button>
    </span>
  )
}
