import { type ConfigFile, defineConfig, on } from 'dapur'
import type { ItemsRecord, OrdersRecord } from './dapur.d.ts'

/*
 * All that the warung adds to the server: two hooks and two settings. Rules (collections.ts) say who may do what; what an
 * order costs is decided here, and nowhere else.
 */

/** Every order begins the same way, whatever the client thinks. */
const openOrder = on<OrdersRecord>('record.create', 'orders', async (event, next) => {
  event.record.status = 'new'
  event.record.total = 0
  await next()
})

/** The price is the dish's, and the order's total grows by it: in the transaction of the batch, or not at all. */
const priceItem = on<ItemsRecord>('record.create', 'items', async (event, next) => {
  const { record, tx } = event
  if (!tx) return event.reject('Send an order and its items in one batch.')
  const dish = await tx.find('dishes', record.dish)
  if (!dish) return event.reject({ dish: { code: 'dish_unknown', message: 'This dish is not on the menu.' } })
  if (dish['isSoldOut'] === true)
    event.reject({ dish: { code: 'sold_out', message: `${String(dish['name'])} is sold out.` } })
  record.price = Number(dish['price'])
  await next()
  await tx.update('orders', record.order, { 'total+': record.price * record.count })
})

const config: ConfigFile = defineConfig({
  hooks: [openOrder, priceItem],
  settings: {
    batch: { enabled: true, maxRequests: 50, timeout: 3 },
    // Everybody may see whether somebody cooks. Nobody has to say anything: being there is the message.
    dapur: { channels: [{ pattern: 'kitchen', join: '', send: '@request.auth.collectionName = "staff"' }] },
  },
})

export default config
