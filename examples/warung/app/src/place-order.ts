import { ApiError } from '@dapur/sdk'
import type { OrdersCreate } from '../../dapur.d.ts'
import { type Cart, rememberOrder } from './cart.ts'
import { dapur } from './dapur.ts'

/**
 * Orders what is in the cart: the order and its items in one batch, all or nothing. Nothing here says what it costs.
 *
 * The order's id is made here and remembered before it is sent. So if the line breaks and nobody knows whether it arrived,
 * the next try asks first, and nobody gets two dinners.
 */
export async function placeOrder(
  cart: Cart,
  wish: Pick<OrdersCreate, 'guest' | 'table' | 'note'>,
): Promise<void> {
  if (cart.order !== '' && (await hasArrived(cart.order))) return
  await dapur.batch((batch) => {
    const order = batch.collection('orders').create({ id: cart.order, ...wish })
    rememberOrder(order.id)
    for (const [dish, count] of Object.entries(cart.counts))
      batch.collection('items').create({ order: order.id, dish, count })
  })
}

async function hasArrived(id: string): Promise<boolean> {
  try {
    await dapur.collection('orders').get(id)
    return true
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false
    throw error
  }
}

/** What to tell the guest: a batch that is refused says which of its items was the reason. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof ApiError)) throw error
  if (error.status === 0)
    return 'No answer from the warung. Your cart is kept: send it again when you are back.'
  const [at] = Object.keys(error.data['requests'] ?? {})
  return error.problem(`requests.${at}.response.data.dish`)?.message ?? error.message
}
