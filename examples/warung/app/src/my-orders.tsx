import type { ReactNode } from 'react'
import { ORDER, Ticket } from './ticket.tsx'
import { useLive } from './use-live.ts'

const steps = [
  ['new', 'Ordered'],
  ['cooking', 'Cooking'],
  ['ready', 'Ready'],
  ['served', 'Served'],
] as const

/** The guest's own orders, as far as they are. */
export function MyOrders(): ReactNode {
  // No filter says whose: the rule of the collection lets a guest see only own orders.
  const orders = useLive('orders', { filter: 'total > 0', sort: '-created', expand: ORDER })
  if (orders?.length === 0) return <p className="empty">Nothing ordered yet.</p>
  return (
    <section className="orders" aria-label="My orders">
      <h2>My orders</h2>
      {orders?.map((order) => (
        <Ticket key={order.id} order={order}>
          <Steps status={order.status} />
        </Ticket>
      ))}
    </section>
  )
}

function Steps({ status }: { status: string }): ReactNode {
  const reached = steps.findIndex(([name]) => name === status)
  return (
    <ol className="steps">
      {steps.map(([name, title], index) => (
        <li
          key={name}
          className={index <= reached ? 'done' : ''}
          aria-current={name === status ? 'step' : undefined}
        >
          {title}
        </li>
      ))}
    </ol>
  )
}
