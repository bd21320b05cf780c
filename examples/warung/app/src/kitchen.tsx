import { filter } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { dapur } from './dapur.ts'
import { type Order, ORDER, Ticket } from './ticket.tsx'
import { useIsCut } from './use-is-cut.ts'
import { useLive } from './use-live.ts'

const columns = [
  { status: 'new', title: 'New', next: 'cooking', act: 'Start cooking' },
  { status: 'cooking', title: 'On the stove', next: 'ready', act: 'It is ready' },
  { status: 'ready', title: 'Ready', next: 'served', act: 'Served' },
] as const

/** What is to be cooked, as it comes in, and the switch for what is sold out. */
export function Kitchen(): ReactNode {
  // An order of no items has no total: nothing to cook.
  const wanted = filter`total > 0 && status != ${'served'}`
  const orders = useLive('orders', { filter: wanted, sort: 'created', expand: ORDER })
  // Nothing can be pressed that could not be done now.
  return (
    <div inert={useIsCut()}>
      <div className="board">
        {columns.map((column) => (
          <Column
            key={column.status}
            {...column}
            orders={orders?.filter(({ status }) => status === column.status)}
          />
        ))}
      </div>
      <SoldOut />
    </div>
  )
}

type ColumnProps = (typeof columns)[number] & { orders: readonly Order[] | undefined }

function Column({ title, orders, next, act }: ColumnProps): ReactNode {
  return (
    <section aria-label={title}>
      <h2>
        {title} {orders && orders.length > 0 && `· ${orders.length}`}
      </h2>
      {orders?.length === 0 && <p className="empty">Nothing here.</p>}
      {orders?.map((order) => (
        <Ticket key={order.id} order={order}>
          <button
            className="main"
            onClick={() => void dapur.collection('orders').update(order.id, { status: next })}
          >
            {act}
          </button>
        </Ticket>
      ))}
    </section>
  )
}

function SoldOut(): ReactNode {
  const dishes = useLive('dishes', { sort: 'place' })
  return (
    <details className="sold-out">
      <summary>Sold out</summary>
      {dishes?.map(({ id, name, isSoldOut }) => (
        <label key={id} lang="id">
          <input
            type="checkbox"
            checked={isSoldOut}
            onChange={() => void dapur.collection('dishes').update(id, { isSoldOut: !isSoldOut })}
          />
          {name}
        </label>
      ))}
    </details>
  )
}
