import type { Answer } from '@dapur/sdk'
import type { ReactNode } from 'react'
import type { Schema } from '../../dapur.d.ts'
import { rupiah } from './rupiah.ts'

/** An order with its items and their dishes, as both screens read it. */
export type Order = Answer<Schema, 'orders', 'items_via_order.dish'>
export const ORDER = 'items_via_order.dish'

/** What was ordered, for whom, and the total that the server has computed. */
export function Ticket({ order, children }: { order: Order; children: ReactNode }): ReactNode {
  const time = new Date(order.created).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return (
    <article className="ticket" aria-label={`Order ${order.id}`}>
      <header>
        <h3>Table {order.table}</h3>
        <time dateTime={order.created}>{time}</time>
      </header>
      <ul>
        {order.expand.items_via_order.map(({ id, count, expand, price }) => (
          <li key={id}>
            <b>{count} ×</b> <span lang="id">{expand.dish.name}</span> <span>{rupiah(price * count)}</span>
          </li>
        ))}
      </ul>
      {order.note && <p className="note">“{order.note}”</p>}
      <p className="total">
        Total <b>{rupiah(order.total)}</b>
      </p>
      {children}
    </article>
  )
}
